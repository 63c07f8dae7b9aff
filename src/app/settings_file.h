#pragma once
/// \file
/// The settings file at the command line: its faults, its secrets' files, and which option wins.

#include "app/serve.h"

#include <functional>
#include <string>
#include <string_view>

namespace neove::app {

/// Fills in what the command line did not give. Prints every fault with file, line and sentence; false when
/// there was one. `given` says whether the command line named an option.
bool apply_settings(
    const std::string& file, const std::function<bool(const char* option)>& given, ServeOptions& options
);

/// `neove mail test`: one mail through the settings' server, at once. 0 when the server took it.
int run_mail_test(const std::string& settings_file, const std::string& to);

}  // namespace neove::app
