"""Bugs put in on purpose, and the test that catches each: a trial that sees nothing proves nothing.

Such a test puts the bug in, runs the trial, and expects it to find what is lost.
"""

from __future__ import annotations

from typing import Final

BUGS: Final[tuple[tuple[str, str], ...]] = (
    (
        "taking a torn end for a whole one",
        "test_torn.py::test_taking_a_torn_end_for_a_whole_one_is_caught",
    ),
    ("skipping the chain check", "test_bits.py::test_skipping_the_chain_check_is_caught"),
    (
        "skipping the hash of the words",
        "test_bits.py::test_skipping_the_hash_of_the_words_is_caught",
    ),
    (
        "two writers of one lane: the lock skipped",
        "test_crowds.py::test_skipping_the_lock_is_caught",
    ),
    (
        "what a removed file held is not kept",
        "test_machine.py::test_not_keeping_what_a_removed_file_held_is_caught",
    ),
    (
        "the wall clock taken for a length",
        "test_clocks.py::test_taking_the_wall_clock_for_a_length_is_caught",
    ),
    (
        "a power cut with no sync of what was appended",
        "test_power.py::test_skipping_the_sync_is_caught",
    ),
    (
        "a power cut with no sync of the folder after a rename",
        "test_power.py::test_skipping_the_folders_sync_is_caught",
    ),
    (
        "a crash with no sync of what was appended",
        "test_images.py::test_skipping_the_sync_is_caught",
    ),
    (
        "a crash with no sync of the folder after a rename",
        "test_images.py::test_skipping_the_folders_sync_is_caught",
    ),
    (
        "a file trusted again after its sync failed once",
        "test_lying.py::test_trusting_the_next_sync_is_caught",
    ),
    (
        "writing on to a file that was replaced or cut",
        "test_moved.py::test_ignoring_a_file_that_was_replaced_is_caught",
    ),
    (
        "letting go of what a removed file held",
        "test_moved.py::test_not_keeping_what_the_old_file_held_is_caught",
    ),
    ("no reserve on a full disk", "test_full.py::test_having_no_reserve_is_caught"),
    (
        "dropping what a full disk refuses",
        "test_full.py::test_dropping_what_a_full_disk_refuses_is_caught",
    ),
    (
        "forgetting that leaves the words in the search",
        "test_erased.py::test_leaving_the_words_in_the_search_is_caught",
    ),
    (
        "an archive that is not synced",
        "test_images.py::test_archives_that_are_not_synced_are_caught",
    ),
    (
        "acknowledging before the write: a system call failing",
        "test_calls.py::test_acknowledging_before_the_write_is_caught",
    ),
    (
        "acknowledging before the write: kill -9",
        "test_kills.py::test_a_write_after_its_acknowledgement_is_caught",
    ),
    (
        "not restoring the closers after a write that failed half-way",
        "test_calls.py::test_not_restoring_the_closers_is_caught",
    ),
    ("recovery that overwrites", "test_calls.py::test_recovery_that_overwrites_is_caught"),
    (
        "recovery that throws torn bytes away",
        "test_calls.py::test_recovery_that_throws_away_is_caught",
    ),
    (
        "taking half a write for a whole one",
        "test_calls.py::test_taking_half_a_write_for_a_whole_one_is_caught",
    ),
    ("padding that is no JSON", "test_stock.py::test_padding_that_is_no_json_is_caught"),
    ("a restore file by file", "test_formats.py::test_restoring_file_by_file_is_caught"),
    (
        "an archive that bears its name before it is whole",
        "test_formats.py::test_an_archive_that_bears_its_name_too_early_is_caught",
    ),
    (
        "a newer format without a backup",
        "test_formats.py::test_an_upgrade_without_a_backup_is_caught",
    ),
    (
        "a version that drops kinds it does not know",
        "test_formats.py::test_dropping_unknown_kinds_is_caught",
    ),
    (
        "trusting the sync after one that failed",
        "test_fsyncs.py::test_trusting_the_second_sync_is_caught",
    ),
    (
        "not writing again what a failed sync left",
        "test_fsyncs.py::test_not_writing_again_what_a_failed_sync_left_is_caught",
    ),
    (
        "leaving the names of folders unsynced",
        "test_fsyncs.py::test_leaving_the_names_unsynced_is_caught",
    ),
    (
        "a power cut under a program that syncs nothing",
        "test_power.py::test_a_program_that_syncs_nothing_is_caught",
    ),
    (
        "verifying each event by itself",
        "test_forged.py::test_verifying_each_event_by_itself_is_caught",
    ),
    (
        "a checker of exported cases that does not follow the chain",
        "test_forged.py::test_a_checker_that_does_not_follow_the_chain_is_caught",
    ),
    (
        "a head code made of numbers alone",
        "test_forged.py::test_a_code_made_of_numbers_alone_is_caught",
    ),
)
"""What is left out or done wrong, and the test: ``file::name`` below ``tests/faults``."""
