"""设置 Accounts, screens and machine keys, signing keys, what is set for all, and who signed in or was refused."""

from web.frame.page import frame
from web.settings.accounts import accounts
from web.settings.backstage import backstage
from web.settings.page import choose_part, rules, told
from web.settings.signers import signers
from web.settings.tokens import tokens

page = frame("settings")
told(page)
PARTS = {"accounts": accounts, "tokens": tokens, "signers": signers, "rules": rules, "backstage": backstage}
PARTS[choose_part(page, list(PARTS))](page)
