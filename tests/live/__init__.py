"""Tests against real chat servers, started on loopback for each test module."""
