"""The house's stationery in two countries, and a letter that the company wrote in its own words, with a second person's approval."""

from datetime import date
from io import BytesIO
from typing import Final

from backend.demo.stage import Days, Scene, Stage
from backend.documents.catalogue.actions import approve_version, submit_version, write_version
from backend.documents.catalogue.queries import body_in_force, letter_called
from backend.documents.catalogue.stationery import LegalLine, Letterhead, SupportContact, save_stationery

NOTICE: Final = "notice_of_allegations"
SILENCE: Final = "Silence is not treated as an admission."
PLAINER: Final = "If you do not answer, we do not take that as an admission."
COLOUR: Final = "#1f4e79"
BRITISH: Final = Letterhead(
    name="Larkfield Instruments",
    address="Foundry Yard 18\nLeeds LS2 7EQ",
    phone="0113 496 0100",
    registered="Larkfield Instruments Ltd, registered in England and Wales, no. 01234567.",
    colour=COLOUR,
    support=(
        SupportContact(name="Employee Assistance Line", role="Confidential, day and night", phone="0800 496 0199"),
        SupportContact(name="Daniel Price", role="Adjustments, time off", email="daniel@larkfield.example"),
    ),
)
GERMAN: Final = Letterhead(
    name="Larkfield Instruments GmbH",
    address="Lindwurmstraße 88\n80337 München",
    phone="089 5550 0100",
    registered="Sitz der Gesellschaft: München. Amtsgericht München, HRB 123456. Geschäftsführung: Helen Marsh.",
    colour=COLOUR,
    support=(
        SupportContact(name="Beratungstelefon", role="Vertraulich, rund um die Uhr", phone="0800 5550 199"),
        SupportContact(name="Betriebsrat", role="Beratung und Begleitung", email="betriebsrat@larkfield.example"),
    ),
    legal_lines=(LegalLine("Dieses Schreiben gilt auch ohne Unterschrift.", kinds=("D1",)),),
)


def house_letters(stage: Stage, first: date) -> Scene:
    """Set the stationery up, and give one letter a plainer sentence: Sam Kowalski writes it, Hugo Brandt approves it."""
    cast, days = stage.cast, Days(first)
    yield days.at(0, "09:30")
    for place, head in (("GB", BRITISH), ("DE", GERMAN)):
        save_stationery(place, head=head, actor=cast.sam, reason="Letters show the company’s new head.", logo=_logo())
    stage.say("Sam Kowalski sets up the stationery for Great Britain and Germany.")
    yield days.at(1, "11:00")
    _name, body = body_in_force(letter_called(NOTICE), "en")
    version = write_version(
        NOTICE,
        "en",
        actor=cast.sam,
        reason="A respondent asked what silence means.",
        body=body.replace(SILENCE, PLAINER),
        note="Says in plain words what happens when somebody does not answer.",
    )
    version = submit_version(version, actor=cast.sam, reason="Ready to be read.")
    yield days.at(3, "15:20")
    on = days.day(7)
    version = approve_version(version, actor=cast.hugo, reason="Plainer, and the same in law.", effective_from=on)
    stage.say(f"Hugo Brandt approves {version.short} of the notice of allegations; it is in force from {on:%d %B %Y}.")


def _logo() -> bytes:
    """Draw the company's mark: a ring, for the lenses it makes, beside three lines."""
    from PIL import Image, ImageDraw  # takes a while to import: only the demonstration pays for it

    mark = Image.new("RGB", (420, 160), "white")
    drawing = ImageDraw.Draw(mark)
    drawing.ellipse((8, 8, 152, 152), outline=COLOUR, width=22)
    for at, length in ((30, 220), (70, 170), (110, 120)):
        drawing.rectangle((180, at, 180 + length, at + 20), fill=COLOUR)
    out = BytesIO()
    mark.save(out, "PNG")
    return out.getvalue()
