"""Tests of the demo source: its pure simulation, and its sessions in real time."""
