"""Who the fictional clinic is. Names, numbers and addresses are reserved for fiction."""

CLINIC = "Ocotillo Lane Clinic"
CLINIC_LINE = "Ketamine and Spravato, explained plainly"
PHONE = "+16025550142"
EMAIL = "hello@example.com"
WEBSITE = "https://example.com"
# The address of the page with the form, below the front page.
ENQUIRY = "ask-for-a-call"

REVIEWER = "Alex Example"
REVIEWER_INITIALS = "AE"
