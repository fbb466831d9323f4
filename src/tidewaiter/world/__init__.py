"""A simulated trading world with known diversion: what the estimators are tested and calibrated in."""

from tidewaiter.world.firm_world import FirmWorld, make_firms
from tidewaiter.world.firms.settings import FirmSettings, draw_firm_settings, firm_parameters
from tidewaiter.world.settings import Parameter, Scale, WorldSettings, draw_settings, parameters
from tidewaiter.world.world import World, make_world

__all__ = [
    "FirmSettings",
    "FirmWorld",
    "Parameter",
    "Scale",
    "World",
    "WorldSettings",
    "draw_firm_settings",
    "draw_settings",
    "firm_parameters",
    "make_firms",
    "make_world",
    "parameters",
]
