"""Bags of letters as bits: a lower bound of the edit distance of two words, without comparing them letter by letter.

A bag holds how often a word has each letter, in unary, in the bits of one number: ``aab`` is ``11`` for a and ``01``
for b. One edit (a swap of neighbours included) puts at most one letter into a bag and takes at most one out, so what
either bag has beyond the other is never more than the edits between the words.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import compiled
from tidewaiter.screening.sound_costs import of_each_symbol

#: Slots of a bag of letters or sounds, two bits each; of a bag of sound classes, four bits each.
FINE, COARSE = 32, 16
_ONE = np.uint64(1)


def slots(groups: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    """Return the slot of each byte: the group it is in. All that are in none share the one after."""
    return of_each_symbol({letter: slot for slot, group in enumerate(groups) for letter in group}, len(groups))


#: Letters and sounds that share a slot are the rarest, and those one often takes for the other.
LETTER_SLOTS = slots(tuple("abcdefghijklmnopqrstuvwxyz"))
SOUND_SLOTS = slots((*"abcdefghijklmnopqrstuvwyz", "xS", "C", "ZX", "GT", "DN", "AE"))


@compiled
def bag_of(word: npt.NDArray[np.uint8], slot: npt.NDArray[np.uint8], count: int) -> np.uint64:
    """Return the bag of a word.

    Args:
        word: Its letters in bytes.
        slot: Slot of each byte.
        count: How many slots a bag has; each has ``64 // count`` bits, and what a word has more often is not counted.
    """
    bits = 64 // count
    bag = np.uint64(0)
    for letter in word:
        first = np.uint64(slot[letter] * bits)
        for _ in range(bits):
            if not bag & (_ONE << first):
                bag |= _ONE << first
                break
            first += _ONE
    return bag


def sound_bags(sounds: npt.NDArray[np.uint8], at: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Return the bags of sound codes.

    Args:
        sounds: The codes, end to end.
        at: Where each begins, and the end of the last.
    """
    bags = np.zeros(len(at) - 1, dtype=np.uint64)
    _fill_bags(sounds, at, bags)
    return bags


@compiled
def _fill_bags(sounds: npt.NDArray[np.uint8], at: npt.NDArray[np.int64], bags: npt.NDArray[np.uint64]) -> None:
    for name in range(len(bags)):
        bags[name] = bag_of(sounds[at[name] : at[name + 1]], SOUND_SLOTS, FINE)


@compiled
def beyond(left: np.uint64, right: np.uint64) -> int:
    """Return the fewest edits there can be between words of these bags, or sets of letters."""
    return max(bits_set(left & ~right), bits_set(right & ~left))


@compiled
def bits_set(number: np.uint64) -> int:
    """Return how many bits of a number are set (Warren, Hacker's Delight, 2012, figure 5-2)."""
    number = number - ((number >> np.uint64(1)) & np.uint64(0x5555555555555555))
    number = (number & np.uint64(0x3333333333333333)) + ((number >> np.uint64(2)) & np.uint64(0x3333333333333333))
    number = (number + (number >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((number * np.uint64(0x0101010101010101)) >> np.uint64(56))
