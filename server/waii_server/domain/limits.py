"""The limits of what callers may send and store. Source: the specification of the data."""

NAME_MAX_CHARACTERS = 256
REFERENCE_MAX_CHARACTERS = 512
"""What a filter may name: more than the longest name of anything."""
EMAIL_MAX_CHARACTERS = 320
"""The longest address that SMTP can carry (RFC 3696, erratum 1690)."""

OBJECT_MAX_BYTES = 64 * 1024
"""`variables`, and each config value, in serialized form."""
OBJECT_MAX_DEPTH = 32
"""Levels of objects and arrays in `variables`, and in each config value."""

PAGE_SIZE = 1000
"""Default and maximum number of entries in a page."""

ACCESS_KEYS_PER_USER = 100
OVERLAP_MAX_SECONDS = 30 * 24 * 60 * 60
"""How long a key's old secret may go on to work beside its new one."""
REQUEST_ID_SECONDS = 24 * 60 * 60
"""How long the answer to a request is kept for those who send it again."""
CONFIG_MAX_KEYS = 1000
CONFIG_MAX_BYTES = 1024 * 1024
"""All keys and values of a user's config together: the answer of every update."""
