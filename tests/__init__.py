"""Tests by what they need: unit, web, servers, browser, wheel."""
