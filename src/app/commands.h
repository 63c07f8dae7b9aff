#pragma once
/// \file
/// The administrator's commands. Each returns the process's exit status and prints what a person can act on,
/// in Vietnamese first.

#include "app/installation.h"

namespace neove::app {

/// A refusal as the command line shows it: the sentence and its code.
int fail(const Error& error);

/// Wipes the terminal and what can be scrolled back to.
void clear_screen();

/// `neove init`: a new installation; prints recovery keys and the journal's first key once, and offers at a
/// terminal to read the recovery keys back.
int run_init(const Place& place, const Creation& creation);
/// `neove serve --demo`: makes the demo store where none is yet and tells its accounts.
int prepare_demo(const Place& place);
/// `neove account data-owner`: an account that confirms what administrators propose; prints its first
/// password.
int run_make_data_owner(const Place& place, const NewDataOwner& wanted);
/// `neove access table`: the compiled table as TSV.
int run_access_table();

}  // namespace neove::app
