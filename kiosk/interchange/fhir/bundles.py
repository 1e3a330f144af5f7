"""Results of a search: a page of resources, with the address of the next."""

from collections.abc import Iterable

from kiosk.interchange.fhir.naming import Names, Resource


def searchset(found: Iterable[Resource], names: Names, this: str, following: str | None = None) -> Resource:
    """One page. How many there are in all is not said: it would have to be counted anew for each."""
    links = [{"relation": "self", "url": this}] + ([{"relation": "next", "url": following}] if following else [])
    entries = [
        {"fullUrl": names.url(one["resourceType"], one["id"]), "resource": one, "search": {"mode": "match"}}
        for one in found
    ]
    return {"resourceType": "Bundle", "type": "searchset", "link": links} | ({"entry": entries} if entries else {})
