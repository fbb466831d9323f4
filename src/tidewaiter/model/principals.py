"""How a second name says that it is no name of the party but of the one it acts for."""

from __future__ import annotations

#: What such a second name begins with, as ``on behalf of Sample GmbH``; what follows is the principal.
ON_BEHALF_OF = "on behalf of "
