"""A simulated trading world with known diversion: what the estimators are tested and calibrated in."""

from tidewaiter.world.settings import Parameter, Scale, WorldSettings, draw_settings, parameters
from tidewaiter.world.world import World, make_world

__all__ = ["Parameter", "Scale", "World", "WorldSettings", "draw_settings", "make_world", "parameters"]
