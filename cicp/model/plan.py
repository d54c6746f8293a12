"""plan.toml, directory.toml: the city, its offices, who is called, who signs, and the numbers a city chooses."""

from pydantic import Field

from cicp.model.names import Id, IdOrNothing
from cicp.model.spans import SpanText
from cicp.model.written import Format, Written


class City(Written):
    """The city, its state (two letters) and its time zone (a name of the IANA list)."""

    name: str
    state: str
    timezone: str


class Office(Written):
    """A post somebody holds; `also` are further roles the same person carries."""

    id: Id
    title: str
    also: list[Id] = []


class Notify(Written):
    """A link of the notification chain: who is told, within what span of the city knowing, how, and who if nobody answers."""

    office: Id
    within: SpanText
    method: str
    otherwise: IdOrNothing = Field(default="", alias="else")


class Signing(Written):
    """Which offices sign the plan, and how many signatures put it in force."""

    signatories: list[Id]
    threshold: int = Field(ge=1)


class Text(Written):
    """Which sections the plan must have, by id."""

    required: list[Id] = []


class Seat(Written):
    """A place in the working group that no office of the city fills; an observer takes no part in decisions."""

    id: Id
    title: str
    observer: bool = False


class Comment(Written):
    """How the public comments: the least a window stays open in its first and in a later round, and where comments go, one way a line."""

    window: SpanText = "30 days"
    again: SpanText = "15 days"
    send: list[str] = []


class Plan(Written):
    """plan.toml. `notice` is printed wherever the plan is shown; `settings` are spans that playbooks leave to the city."""

    format: Format
    notice: str = ""
    city: City
    office: list[Office]
    notify: list[Notify] = []
    signing: Signing
    text: Text = Text()
    seat: list[Seat] = []
    comment: Comment = Comment()
    settings: dict[str, SpanText] = {}

    def holder(self, role: str) -> Office | None:
        """Return the office that fills `role`: the office of that id, else the first that carries it in `also`."""
        by_id = next((office for office in self.office if office.id == role), None)
        return by_id or next((office for office in self.office if role in office.also), None)


class Contact(Written):
    """How to reach the holder of an office at night."""

    office: Id
    phone: str
    name: str = ""
    email: str = ""
    note: str = ""


class Directory(Written):
    """directory.toml: who holds which office. Never signed, never published."""

    format: Format
    contact: list[Contact] = []
