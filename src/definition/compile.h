#pragma once
/// \file
/// From the folders people write to the one bundle that everything runs on. Pure: files come in as texts.
///
///     programme.yaml  labels.vi.yaml  labels.en.yaml  lists/<id>.yaml
///     registers/<id>/{form,workflow,list,access,labels.vi,labels.en}.yaml, and where there is something to
///     say {deadlines,facts}.yaml; registers/<id>/scenarios/*.yaml
///
/// The bundle, version 1, has the same parts (what is absent was not said; a flag that is absent is false):
///
///     {"format": 1, "programmes": [{"id", "version", "make_believe", "roles": [id], "labels": {"vi", "en"},
///       "registers": [{"id", "form": {"domain", "persons", "number_prefix", "fields", "steps"},
///         "workflow": {"states", "actions", "links"}, "limits", "facts": {"dimensions", "facts"},
///         "list": {"columns", "filters", "sort", "retention"}, "access", "labels": {"vi", "en"}}]}]}
///
/// Shared lists are gone from it: a field that names one has its options, the register their labels.

#include "definition/fault.h"
#include "json/json.h"

#include <map>
#include <string>
#include <vector>

namespace neove::definition {

/// A programme's files, by path inside its folder.
struct Folder {
    std::string name;  ///< for faults: `programmes/lending_library`
    std::map<std::string, std::string> files;
};

/// A matter as an officer would tell it, for `run_scenario`.
struct Scenario {
    std::string register_id;
    std::string name;
    std::string pointer;  ///< of its part in `Compiled::places`
    json::Value steps;
};

struct Compiled {
    json::Value bundle;
    std::vector<Scenario> scenarios;
    Places places;
    Faults faults;  ///< where not empty, the bundle is not to be used
};

/// Reads the files against the schema. Whether what they say holds together is `check`'s question.
Compiled compile(const std::vector<Folder>& folders);

}  // namespace neove::definition
