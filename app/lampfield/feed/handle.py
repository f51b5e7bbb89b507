"""A handle: one thing of the hub, the same object for as long as it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

from lampfield.feed.listeners import Callback, Event, Listeners

if TYPE_CHECKING:
    from lampfield.feed.pbx import PBX

V = TypeVar("V")
T = TypeVar("T")


class Live(Generic[T]):
    """An attribute of a handle that reads the property of that name from the latest value."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, handle: None, owner: type) -> Live[T]: ...
    @overload
    def __get__(self, handle: Handle[Any], owner: type) -> T: ...
    def __get__(self, handle: Handle[Any] | None, owner: type) -> Live[T] | T:
        """Return the property's latest value."""
        if handle is None:
            return self
        value: T = getattr(handle.value, self._name)
        return value


class Listening:
    """``add_listener`` or ``remove_listener``: of one thing, or on the class of all of them."""

    def __init__(self, method: str) -> None:
        self._method = method

    def __get__(self, handle: Handle[Any] | None, owner: type[Handle[Any]]) -> Any:
        """Return the method of the instance's listeners, or of the class's."""
        return getattr(owner.class_listeners if handle is None else handle.listeners, self._method)


class Handle(Generic[V]):
    """One thing of the hub.

    Args:
        pbx: What it belongs to.
        value: Its latest value.
    """

    class_listeners: ClassVar[Listeners]
    """Those who listen on the class."""

    add_listener = Listening("add")
    """``add_listener(event, callback)``: call back with the handle at ``new``, ``update`` or ``gone``."""
    remove_listener = Listening("remove")
    """``remove_listener(event, callback)``: False unless both are identical to those added."""

    def __init__(self, pbx: PBX, value: V) -> None:
        self.pbx = pbx
        self.value = value
        """The latest value; the last one once the thing is gone."""
        self.listeners = Listeners()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.class_listeners = Listeners()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.value!r}>"

    def tell(self, event: Event) -> None:
        """Call the listeners of this thing, then those of its class."""
        self.listeners.tell(event, self)
        self.class_listeners.tell(event, self)


__all__ = ["Callback", "Handle", "Live"]
