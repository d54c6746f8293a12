"""A city's Critical Incident Communications Plan, from its first draft to the statement read out at night."""
