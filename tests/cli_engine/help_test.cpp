#include "cli/engine/help.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "cli/engine/engine.h"
#include "cli/engine/invocation.h"
#include "cli/engine/render.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

std::string without_escapes(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (text[i] != 'm') ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string terminal(std::string_view text) { return render_terminal({{"T", std::string(text)}}); }
std::string plain(std::string_view text) { return without_escapes(terminal(text)).substr(2); }

constexpr auto flags =
    flag_list(Flag{"ca-url", Kind::string, "<URI> of the targeted Step Certificate Authority."},
              Flag{"root", Kind::string, "The path to the PEM <file> used as the root."},
              Flag{.names = "secret", .usage = "Not shown.", .hidden = true},
              Flag{"out,o", Kind::string, "Where to."}, force_flag);

constexpr Command health{
    .name = "health",
    .usage = "get the status of the CA",
    .usage_text = "**step ca health** <name>\n[**--ca-url**=<uri>] [**--root**=<file>]",
    .description = R"(**step ca health** asks the CA.

## POSITIONAL ARGUMENTS

<name>
:  A name.

## EXAMPLES

Using the required flags:
```
$ step ca health --ca-url https://ca.smallstep.com:8080 --root path/to/root_ca.crt
ok
```
)",
    .flags = flags,
};

TEST(Help, LayoutOfACommand) {
  EXPECT_EQ(without_escapes(render_terminal(compose_help(health, "step ca health", HelpForm::flag))),
            R"(NAME
      step ca health -- get the status of the CA

USAGE
      step ca health name [--ca-url=uri] [--root=file]

DESCRIPTION
      step ca health asks the CA.

POSITIONAL ARGUMENTS
      name
          A name.

OPTIONS
      --ca-url=URI
          URI of the targeted Step Certificate Authority.

      --root=file
          The path to the PEM file used as the root.

      --out=value, -o=value
          Where to.

      -f, --force
          Overwrite existing files without asking.

EXAMPLES
      Using the required flags:

          $ step ca health --ca-url https://ca.smallstep.com:8080 --root path/to/root_ca.crt
          ok

)");
}

TEST(Help, Escapes) {
  EXPECT_EQ(terminal("**b** *e* _e_ `c` <p> [l](https://x.y) https://z.w. a_b \\<q\\>"),
            "\x1b[0;1;99mT\x1b[0m\n"
            "      \x1b[0;1;99mb\x1b[0m \x1b[0;4;39me\x1b[0m \x1b[0;4;39me\x1b[0m \x1b[0;4;39mc\x1b[0m "
            "\x1b[0;4;39mp\x1b[0m \x1b[0;1;39ml\x1b[0m \x1b[0;1;39mhttps://z.w\x1b[0m. a_b <q>\n\n");
}

TEST(Help, WrapsAtEightyWithoutCountingEscapes) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += i % 3 == 0 ? "**wörd** " : "word ";
  for (const std::string& line : split(without_escapes(terminal(text)), '\n')) {
    std::size_t columns = 0;
    for (char c : line) columns += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
    EXPECT_LE(columns, 80u) << line;
  }
}

TEST(Help, Blocks) {
  EXPECT_EQ(plain("one\ntwo\n\nthree"), "      one two\n\n      three\n\n");
  EXPECT_EQ(plain("* a\n* b\n  more\n"), "          • a\n\n          • b more\n\n");
  EXPECT_EQ(plain("1. a\n2. b\n"), "          1. a\n\n          2. b\n\n");
  EXPECT_EQ(plain("| **a** | x |\n|---|---|\n| bbb | y |\n"), "      a    x\n      bbb  y\n\n");
  EXPECT_EQ(
      plain("<t>\n:  Text.\n\n    **n**\n    :  Nested.\n\n<u>\n:  More.\n"),
      "      t\n          Text.\n\n            n\n              Nested.\n\n      u\n          More.\n\n");
  EXPECT_EQ(plain("```\na\n\n  b\n```\n"), "          a\n\n            b\n\n");
}

TEST(Help, UnclosedMarksAreText) {
  for (const char* text :
       {"a ** b", "a `b", "a < b > c", "a [b c", "x * y * z", "snake_case_name", "trailing \\"}) {
    EXPECT_EQ(plain_text(parse_inline(text)), text);
  }
}

TEST(Help, EveryCommandOfTheTreeRenders) {
  // run() names the tree; help on the root is harmless.
  testing::internal::CaptureStdout();
  ASSERT_EQ(run(root_command, {"help"}), 0);
  testing::internal::GetCapturedStdout();
  auto visit = [](auto&& self, const Command& command, const std::string& path) -> void {
    const auto sections = compose_help(command, path, HelpForm::page);
    const std::string page = render_markdown(sections, path, "", {});
    EXPECT_EQ(page.find("****"), std::string::npos) << path << ": an empty bold mark";
    EXPECT_NE(render_html(sections, path).find("</html>"), std::string::npos);
    EXPECT_NE(render_man(sections, path).find(".SH NAME"), std::string::npos);
    // Terminal text has no mark left over; code keeps what it has.
    for (const HelpSection& section : sections) {
      for (const Block& block : parse_markdown(section.text)) {
        EXPECT_EQ(plain_text(block.text).find("**"), std::string::npos)
            << path << ": " << plain_text(block.text);
      }
    }
    for (const Command* child : command.subcommands)
      self(self, *child, path + " " + std::string(child->name));
  };
  visit(visit, root_command, "step");
}

TEST(Invocation, ErrorsQuoteTheFirstLineOfTheSynopsis) {
  StepPaths paths("/nowhere");
  Invocation in(health, "step ca health", FlagValues(flags), {"a", "b"}, paths);
  EXPECT_EQ(in.usage_line(), "step ca health <name>");
  EXPECT_EQ(in.too_many().text(), "too many positional arguments were provided in 'step ca health <name>'");
  EXPECT_EQ(in.too_few().text(), "not enough positional arguments were provided in 'step ca health <name>'");
  EXPECT_EQ(in.missing_argument("name").text(),
            "missing positional argument <name> in 'step ca health <name>'");
  EXPECT_EQ(in.required("root").text(), "'step ca health' requires the '--root' flag");
  EXPECT_EQ(in.arg(1), "b");
  EXPECT_EQ(in.arg(2), "");
  EXPECT_THROW(in.expect_args(1), Error);
  EXPECT_THROW(in.expect_args(3, 4), Error);
  EXPECT_NO_THROW(in.expect_args(1, 2));
}

TEST(Errors, Texts) {
  const std::pair<Error, const char*> cases[] = {
      {invalid_flag_value("f", "v"), "invalid value 'v' for flag '--f'"},
      {invalid_flag_value("f", "v", "a, b"), "invalid value 'v' for flag '--f'; options are a, b"},
      {invalid_flag_value("f", ""), "missing value for flag '--f'"},
      {invalid_flag_value_hint("f", "v", "why"), "invalid value 'v' for flag '--f'; why"},
      {incompatible_with("f", "x"), "flag '--f' is incompatible with 'x'"},
      {incompatible_flags("f", "g"), "flag '--f' is incompatible with '--g'"},
      {incompatible_flag_value("f", "g", "v"), "flag '--f' is incompatible with flag '--g v'"},
      {incompatible_values("f", "v", "g", "w"), "flag '--f v' is incompatible with flag '--g w'"},
      {incompatible_values("f", "v", "g", "w", "a, b"),
       "flag '--f v' is incompatible with flag '--g w'\n\n  Option(s): --g a, b"},
      {required_with("f", "g"), "flag '--f' requires the '--g' flag"},
      {required_with_value("f", "v", "g"), "'--f v' requires the '--g' flag"},
      {required_with_provisioner_type("T", "f"), "provisioner type 'T' requires the '--f' flag"},
      {required_unless("f", "g"), "flag '--f' is required unless the '--g' flag is provided"},
      {required_or("f", "g"), "one of flag --f or --g is required"},
      {required_with_or("w", "f", "g"), "one of flag --f or --g is required with flag --w"},
      {required_insecure("f"), "flag '--f' requires the '--insecure' flag"},
      {required_insecure_value("f", "v"), "flag '--f v' requires the '--insecure' flag"},
      {required_insecure_argument("a"), "positional argument <a> requires the '--insecure' flag"},
      {required_unless_subtle("f"), "flag '--f' is required unless the '--subtle' flag is provided"},
      {min_size_insecure("f", "2048"),
       "flag '--f' requires at least 2048 unless '--insecure' flag is provided"},
      {min_size("f", "16"), "flag '--f' must be greater than or equal to 16"},
      {mutually_exclusive("f", "g"), "flag '--f' and flag '--g' are mutually exclusive"},
      {file_error("open", "x", 2), "open x failed: no such file or directory"},
      {unexpected_file_error("x", "bad"), "unexpected error on x: bad"},
  };
  for (const auto& [error, text] : cases) EXPECT_EQ(error.text(), text);
}

}  // namespace
}  // namespace newel::cli
