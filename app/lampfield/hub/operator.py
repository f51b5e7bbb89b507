"""The operator's own presence."""

import msgspec

from lampfield.hub.contacts import ContactBook
from lampfield.hub.journal import Journal
from lampfield.hub.own_presence import ChosenPresence
from lampfield.model.account import Account
from lampfield.model.change import MeChange
from lampfield.model.identity import ContactId, ContactKey
from lampfield.model.link import Me


def logged_in(account: Account) -> Me:
    """Return what is known of an operator before any source told something."""
    return Me(account=account.name, chat_id=account.jid, rights=tuple(map(str, account.may)))


class Operator:
    """Who is logged in, as the chat source shows it to others.

    Args:
        account: Gives name and rights.
        contacts: The operator may be one of them.
        journal: Gets every change.
    """

    def __init__(self, account: Account, contacts: ContactBook, journal: Journal) -> None:
        self.value = logged_in(account)
        self._contacts = contacts
        self._journal = journal

    def expect(self, chosen: ChosenPresence | None) -> None:
        """Take what the operator chose before, until a source tells what others see."""
        if chosen is not None:
            self.value = msgspec.structs.replace(self.value, show=chosen.show, status=chosen.status)

    def tell(self, change: MeChange) -> None:
        """Take the operator's presence from a source."""
        self._set(
            msgspec.structs.replace(
                self.value,
                name=change.name,
                chat_id=change.chat_id,
                show=change.show,
                status=change.status,
                cid=self._own_cid(change.chat_id),
            )
        )

    def contacts_changed(self) -> None:
        """Look again for the operator among the contacts."""
        self._set(msgspec.structs.replace(self.value, cid=self._own_cid(self.value.chat_id)))

    def _own_cid(self, chat_id: str) -> ContactId | None:
        cid = self._contacts.cid_of(ContactKey(chat_id)) if chat_id else None
        return cid if cid in self._contacts.values else None

    def _set(self, me: Me) -> None:
        if me != self.value:
            self.value = me
            self._journal.me_changed()
