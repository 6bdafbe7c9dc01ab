"""Names and codes of the states and territories of the United States."""

_NAMES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota
MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey
NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico
GU Guam|VI Virgin Islands|AS American Samoa|MP Northern Mariana Islands
"""

# Codes by name and by themselves, in lower case.
STATES: dict[str, str] = {}
for _entry in _NAMES.strip().replace("\n", "|").split("|"):
    _code, _name = _entry.split(" ", 1)
    STATES[_name.casefold()] = STATES[_code.casefold()] = _code
