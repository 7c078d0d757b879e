"""Pictures as requests carry them, keys that nobody owns, and a program."""

import pictures

PHOTO = pictures.landscape(320, 240)
PNG = pictures.text(PHOTO)
JPEG = pictures.text(PHOTO, "jpeg")
WEBP = pictures.text(PHOTO, "webp")
# White changes: Stability's rule.
MASK = pictures.text(pictures.left_half(320, 240))

SQUARE = pictures.text(pictures.landscape(320, 320), "jpeg")
# Black changes: Nova's rule.
SQUARE_MASK = pictures.text(pictures.left_half(320, 320, inside=0, outside=255))

# Of AWS's own documentation.
KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
KEYS = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}

FOX = 'generate "a fox" | save'
# Of a configuration file: sign-in through a company.
CORP_PROFILE = """[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Painter
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
"""
