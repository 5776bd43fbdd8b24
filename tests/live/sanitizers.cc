// What sanitizers need not say of a program whose libraries, GLib and GStreamer, are built without.
// SPDX-License-Identifier: Apache-2.0

extern "C" {

// GLib keeps its table of words to the end.
const char* __lsan_default_suppressions() { return "leak:libglib-2.0.so\n"; }
const char* __lsan_default_options() { return "print_suppressions=0"; }

// The locks of these libraries are not seen, so that each use of theirs looks like a race.
const char* __tsan_default_options() { return "report_bugs=0"; }

}  // extern "C"
