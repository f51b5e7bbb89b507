"""Names of the simulated people, companies and departments."""

from typing import NamedTuple

FIXED_NAMES = (
    "Alice Ames",
    "Ben Okoro",
    "Cara Cole",
    "Dan Dietz",
    "Hana Ito",
    "José Núñez",
    "Zoë Brontë-Ångström",
    "Łukasz Żak",
)
"""The first people of every simulation, in this order, so that examples and screenshots can name them."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    """
    Aaron Abena Adela Aino Alan Amara Amir Ana Anders Anouk Antonio Aoife Arjun Astrid Ayla Bao Beatriz
    Bianca Björn Bruno Camille Carlos Chidi Chloé Ciara Clara Colin Dagny Daniel Daria Deniz Diego Dilys
    Ebba Edith Eero Elif Elsa Emeka Emil Emma Enzo Erik Esther Eva Farah Felix Finn Fiona Frida Gabriel
    Gita Grace Greta Gustav Hassan Heidi Helen Hugo Ida Ines Ingrid Irma Isaac Ivan Ivy Jakob Jana
    Jasper Joana Jonas Julia Kai Kamala Karin Kofi Lars Leila Lena Leo Linnéa Lucía Luis Maeve Malik
    Mara Marek Maria Mateo Maya Mei Milan Mira Nadia Nils Noor Olga Omar Oskar Paula Pedro Petra Priya
    Rafael Ravi Rosa
    """
)

LAST = _words(
    """
    Abbott Adeyemi Aguilar Ahmed Almeida Andersen Arslan Asante Bach Baker Banerjee Barros Bauer Becker
    Bell Berg Bianchi Blom Boateng Böhm Brandt Brown Burke Byrne Castro Černý Chen Clarke Costa Cruz
    Dahl Danso Das Dekker Diaz Doyle Dubois Eriksen Evans Faure Fischer Flores Forsberg Foster García
    Gomez González Gupta Haas Hansen Harris Hoffmann Horváth Hughes Iyer Jansen Jensen Johansson Jung
    Kaya Keller Khan Klein Koch Kovač Kowalska Kumar Lange Larsen Lefèvre Lind Lopes Mäkinen Marino
    Mbeki Mendes Meyer Moreau Müller Nakamura Nguyen Nilsson Novák O’Brien Olsen Owusu Park Patel
    Pereira Petrov Quinn Rao Reyes Richter Rossi Sato Schäfer Silva Singh Sørensen Sousa
    """
)


class Script(NamedTuple):
    """A name in another script, and its owner's transcription."""

    name: str
    latin: str


SCRIPTS = (
    Script("伊藤 花子", "Hanako Ito"),
    Script("王小明", "Xiaoming Wang"),
    Script("김민준", "Minjun Kim"),
    Script("דוד לוי", "David Levi"),
    Script("ليلى حداد", "Layla Haddad"),
    Script("Анна Иванова", "Anna Ivanova"),
    Script("Νίκος Παππάς", "Nikos Pappas"),
    Script("प्रिया शर्मा", "Priya Sharma"),
)
"""Double-width, right-to-left and combining characters, which are hard to display."""

HOSTILE_NAME = (
    "[red]Mallory[/red] \x1b[2J\x1b[31m\u202eelbuort\u202c \u200b\u200dz\u0335\u0321\u0322\u0327\u0328e\x07"
    "👩‍👩‍👧‍👦\r\nwas here "
) + "very " * 60
"""Markup, control characters, reversed direction, zero-width characters, and an excessive length."""

HOSTILE_STATUS = "[@click=app.quit]free[/] \x1b]0;owned\x07 \u2066\u202e1 llit hcnul\u2069 " + "🏴‍☠️" * 40


class Company(NamedTuple):
    """One of the companies that share the building."""

    id: str
    name: str
    domain: str


COMPANIES = (
    Company("acme", "Acme Ltd", "acme.example"),
    Company("birch", "Birch & Daughters", "birch.example"),
    Company("cobalt", "Cobalt GmbH", "cobalt.example"),
)

DEPARTMENTS = ("Sales", "Sales", "Support", "Support", "Support", "Accounts", "Warehouse", "IT", "Legal")
FRONT_DESK = "Front desk"
VIP = "VIP"
SITES = ("Berlin", "Leeds", "Porto")

OUTSIDE_CALLERS = (
    "Brown, Fittings Direct",
    "Dr Castellanos",
    "Elm Street School",
    "Fjord Freight AS",
    "Garage Lindqvist",
    "Harbour Insurance",
    "Ms Novotná",
    "Pieter de Wit",
    "Radio Taxi 24",
    "Stadtwerke",
    "Taylor & Tang Solicitors",
    "",
    "",
)
"""The outside callers; an empty name is withheld."""

QUEUES = ("sales queue", "support queue", "main queue")
