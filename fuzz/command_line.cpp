// The command line's own grammars: words with flags, and the Markdown of the help texts. Neither is outside
// input in the sense of a network, but both are parsers, and completion runs the first on whatever is typed.
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/engine/parser.h"
#include "cli/engine/render.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  using namespace newel::cli;
  static constexpr auto flags = flag_list(Flag{"out,output-file", Kind::string}, force_flag,
                                          Flag{"san", Kind::strings}, Flag{"size", Kind::integer},
                                          Flag{"period", Kind::duration}, Flag{"bundle", Kind::boolean_true});
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> words = split(text, '\n');
  auto parsed = parse_words(flags, words, Order::anywhere);
  if (parsed) {
    // Words are neither invented nor lost: each is an argument, a flag or a value.
    if (parsed->args.size() > words.size()) __builtin_trap();
    (void)parsed->values.integer("size");
    (void)parsed->values.duration("period");
  }
  const std::vector<HelpSection> page = {{"NAME", "x -- y"}, {"USAGE", text}, {"DESCRIPTION", text}};
  (void)render_terminal(page);
  (void)render_markdown(page, "x", "", {});
  (void)render_html(page, "x");
  (void)render_man(page, "x");
  return 0;
}
