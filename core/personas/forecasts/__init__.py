"""What customers will do: who leaves or answers, who buys again, what they buy next."""

from core.personas.forecasts.customer import CustomerForecast, PurchasePlan, ResponseCase
from core.personas.forecasts.export import action_list, cell_text, why
from core.personas.forecasts.reasons import Reason
from core.personas.forecasts.response import Outcome, column_name
from core.personas.forecasts.results import (
    PURCHASES,
    RESPONSE,
    Forecast,
    Foretold,
    SegmentForecast,
)
from core.personas.forecasts.service import PURCHASES_JOB, RESPONSE_JOB, Forecasts

__all__ = [
    "PURCHASES",
    "PURCHASES_JOB",
    "RESPONSE",
    "RESPONSE_JOB",
    "CustomerForecast",
    "Forecast",
    "Forecasts",
    "Foretold",
    "Outcome",
    "PurchasePlan",
    "Reason",
    "ResponseCase",
    "SegmentForecast",
    "action_list",
    "cell_text",
    "column_name",
    "why",
]
