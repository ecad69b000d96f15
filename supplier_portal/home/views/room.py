"""The blueprint of the start page and what lifts the score."""

from flask import Blueprint

blueprint = Blueprint("home", __name__, url_prefix="/home")
