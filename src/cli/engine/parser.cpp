#include "cli/engine/parser.h"

namespace newel::cli {
namespace {

const Flag* find_flag(std::span<const Flag> flags, std::string_view name) {
  for (const Flag& flag : flags) {
    if (spelled(flag, name)) return &flag;
  }
  return nullptr;
}

bool looks_like_flag(std::string_view word) { return word.size() > 1 && word[0] == '-'; }

struct Spelled {
  std::string_view name;
  std::string_view value;
  bool has_value = false;
};

// "--name=value" into its parts; nothing for "---x" or "-=x".
std::optional<Spelled> split_flag(std::string_view word) {
  word.remove_prefix(word.starts_with("--") ? 2 : 1);
  if (word.empty() || word[0] == '-' || word[0] == '=') return std::nullopt;
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return Spelled{word, {}, false};
  return Spelled{word.substr(0, equals), word.substr(equals + 1), true};
}

}  // namespace

Expected<ParsedWords> parse_words(std::span<const Flag> flags, std::span<const std::string> words,
                                  Order order) {
  ParsedWords parsed{FlagValues(flags), {}};
  auto rest_is_arguments = [&](std::size_t from) {
    parsed.args.insert(parsed.args.end(), words.begin() + static_cast<std::ptrdiff_t>(from), words.end());
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      rest_is_arguments(i + 1);
      break;
    }
    if (!looks_like_flag(word)) {
      if (order == Order::flags_first) {
        rest_is_arguments(i);
        break;
      }
      parsed.args.push_back(word);
      continue;
    }
    const auto spelled_as = split_flag(word);
    const Flag* flag = spelled_as ? find_flag(flags, spelled_as->name) : nullptr;
    if (flag == nullptr) {
      if (!parsed.args.empty()) {
        parsed.args.push_back(word);
        continue;
      }
      if (!spelled_as) return failure("bad flag syntax: " + word);
      return failure("flag provided but not defined: -" + std::string(spelled_as->name));
    }
    std::string_view value = spelled_as->value;
    if (!spelled_as->has_value) {
      if (!takes_value(*flag)) {
        value = "true";
      } else if (i + 1 < words.size()) {
        value = words[++i];
      } else {
        return failure("flag needs an argument: -" + std::string(spelled_as->name));
      }
    }
    if (auto typed = parsed.values.type(*flag, spelled_as->name, value); !typed) {
      return failure(typed.error().text);
    }
  }
  return parsed;
}

}  // namespace newel::cli
