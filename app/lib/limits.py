"""How much of anything is accepted: the one table of limits, shown beside fields and checked on the server.

Lengths are in characters after `text_input` has cleaned the text, sizes in bytes unless the name says otherwise.
"""

from typing import Final

KB: Final = 1000
MB: Final = 1000 * KB

# Short lines
NAME: Final = 120
EMAIL: Final = 254
TITLE: Final = 200
REASON: Final = 2_000
TAG: Final = 50
TAGS: Final = 10

# Passwords are never cut: what is longer is refused.
PASSWORD_MIN: Final = 12
PASSWORD_MAX: Final = 128

# Long texts
POST: Final = 20_000
COMMENT: Final = 5_000
PRACTICE_FIELD: Final = 20_000
RICH_TEXT_SOURCE: Final = 50_000
RICH_TEXT_HTML: Final = 400_000
QUOTE_DEPTH: Final = 5
COMBINING_MARKS: Final = 8  # one after another on one letter

# Positions
POSITION_TITLE_MIN: Final = 20
POSITION_TITLE: Final = 250
POSITION_PARAGRAPH: Final = 10_000
POSITION_NODES: Final = 500
POSITION_RECITALS: Final = 20
POSITION_ADDRESSEES: Final = 10
POSITION_ADDRESSEE: Final = 200
POSITION_SOURCE: Final = 300_000  # a whole position in one text field

# Search
QUERY: Final = 200
QUERY_WORDS: Final = 10
QUERY_PREFIX_MIN: Final = 3

# Requests
FORM_FIELDS: Final = 200
PLAIN_FORM_FIELDS: Final = 1_000  # without files; the parts of a whole position are asked about in one form
REQUEST: Final = 1 * MB
UPLOAD_REQUEST: Final = 25 * MB
JSON_BODY: Final = 100 * KB
JSON_DEPTH: Final = 10
PAGE_SIZE: Final = 100
PAGE_NUMBER: Final = 1_000  # further pages go by key

# Files
FILE: Final = 20 * MB
FILES: Final = 10
FILE_NAME: Final = 150
ZIP_ENTRIES: Final = 1_000
ZIP_UNPACKED: Final = 200 * MB
PICTURE_PIXELS: Final = 40_000_000
PICTURE_SIDE: Final = 1_600  # pixels of the longer side of a photo that is kept
THUMBNAIL_SIDE: Final = 480
