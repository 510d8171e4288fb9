public import CFiles
public import Glibc

/// Lets a program that a test starts have its standard input and outputs and nothing else, whatever other tests have open.
///
/// A socket that a program has inherited stays open when the test closes it: its peer would wait for an end that never comes.
/// To be called behind all other actions.
public func inheritNothingElse(_ actions: inout posix_spawn_file_actions_t) { cfiles_spawn_closing_others(&actions) }
