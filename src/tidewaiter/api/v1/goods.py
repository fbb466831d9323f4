"""Goods over HTTP: what a code or description is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from tidewaiter.api.answers import answer_one
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.parameters import AsOf, Limit
from tidewaiter.law.goods import GoodsAnswer

router = APIRouter(tags=["Goods"])


@router.get("/goods", response_model=GoodsAnswer)
def goods(
    service: Ready,
    q: Annotated[str, Query(min_length=1, max_length=2000, description="An HS code, an ECCN, or words.")],
    as_of: AsOf = None,
    limit: Limit = 10,
) -> Response:
    """Say what a code or description is: HS6 with vintage, CHPL tier, HTS supplements, candidate ECCNs, since when."""
    return answer_one(service.space.describe_goods(q, as_of=as_of, limit=limit))
