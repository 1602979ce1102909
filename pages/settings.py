"""设置 Accounts, screens and machine keys, signing keys, what is set for all, and who signed in or was refused."""

from web.accounts import accounts
from web.backstage import backstage
from web.frame import frame
from web.settings import choose_part, rules, told
from web.signers import signers
from web.tokens import tokens

page = frame("settings")
told(page)
PARTS = {"accounts": accounts, "tokens": tokens, "signers": signers, "rules": rules, "backstage": backstage}
PARTS[choose_part(page, list(PARTS))](page)
