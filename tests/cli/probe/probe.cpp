// engine_probe: a tree of commands that does nothing but what the engine offers, so that command tests can
// reach all of it: questions, passwords, choices, output files, errors.
#include <stdexcept>

#include "base/files.h"
#include "cli/engine/engine.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/engine/plugin.h"
#include "cli/engine/prompt.h"

namespace newel::cli {
namespace {

constexpr Flag value_flag{"value", Kind::string, "The answer."};
constexpr Flag kind_flag{"kind", Kind::string, "Which validator."};

Validator validator(const std::string& kind) {
  if (kind == "address") return tcp_address();
  if (kind == "name") return dns_or_ip();
  if (kind == "names") return dns_or_ip_list();
  return not_empty();
}

int run_ask(Invocation& in) {
  Question question{
      .label = in.arg(0), .initial = in.arg(1), .valid = validator(in.string("kind")), .flag = "value"};
  if (in.is_set("value")) question.given = in.string("value");
  print("answer <" + ask(question) + ">\n");
  return 0;
}

constexpr Flag password_file_flag{"password-file", Kind::string, "The <file> with the password."};
constexpr Flag icon_flag{.names = "icon", .kind = Kind::boolean};
constexpr Flag required_flag{.names = "required", .kind = Kind::boolean};
constexpr Flag generate_flag{.names = "generate", .kind = Kind::boolean};
constexpr Flag min_length_flag{.names = "min-password-length", .kind = Kind::integer};

int run_password(Invocation& in) {
  const PasswordQuestion question{.label = "Please enter the password",
                                  .icon = in.boolean("icon"),
                                  .required = in.boolean("required"),
                                  .min_length = static_cast<std::size_t>(in.integer("min-password-length")),
                                  .flag = "password-file",
                                  .given = password_from_flag(in, "password-file")};
  const Secret secret = in.boolean("generate") ? ask_password_or_generate(question) : ask_password(question);
  // The probe's only purpose is to show what was understood; it is printed in hexadecimal so that `absent`
  // can look for an echo.
  std::string hex;
  for (Byte byte : secret.bytes()) hex += "0123456789abcdef"[byte >> 4], hex += "0123456789abcdef"[byte & 15];
  print("password " + hex + "\n");
  return 0;
}

int run_choose(Invocation& in) {
  const std::size_t index =
      choose({.label = "Which one", .name = "Choice", .items = in.args(), .flag = "value"});
  print("index " + std::to_string(index) + "\n");
  return 0;
}

int run_write(Invocation& in) {
  write_output(in, in.arg(0), "content\n", 0600);
  return 0;
}

int run_fail(Invocation& in) {
  if (in.arg(0) == "plain") throw Error("outer: inner: cause");
  if (in.arg(0) == "status")
    throw Error(403, "client: POST /sign", "The request was forbidden.").wrapped("wrapper");
  if (in.arg(0) == "friendly")
    throw friendly("chain: of: causes", "Ask your administrator.").wrapped("outer");
  if (in.arg(0) == "crash") throw std::logic_error("a bug");
  return 7;
}

int run_plugin_command(Invocation& in) {
  print(plugin_output(in.arg(0), {in.args().begin() + 1, in.args().end()}, value_or_throw(read_stdin())));
  return 0;
}

constexpr auto ask_flags = flag_list(value_flag, kind_flag);
constexpr auto password_flags =
    flag_list(password_file_flag, icon_flag, required_flag, generate_flag, min_length_flag);
constexpr auto write_flags = flag_list(force_flag);

constexpr Command ask_command{
    .name = "ask", .usage_text = "**probe ask**", .action = run_ask, .flags = ask_flags};
constexpr Command password_command{
    .name = "password", .usage_text = "**probe password**", .action = run_password, .flags = password_flags};
constexpr Command choose_command{.name = "choose", .usage_text = "**probe choose**", .action = run_choose};
constexpr Command write_command{
    .name = "write", .usage_text = "**probe write**", .action = run_write, .flags = write_flags};
constexpr Command fail_command{.name = "fail", .usage_text = "**probe fail**", .action = run_fail};
constexpr Command plugin_command{
    .name = "plugin", .usage_text = "**probe plugin**", .action = run_plugin_command};
constexpr const Command* subcommands[] = {&ask_command,   &password_command, &choose_command,
                                          &write_command, &fail_command,     &plugin_command};
constexpr Command root{
    .name = "probe", .usage = "try the engine", .usage_text = "**probe**", .subcommands = subcommands};

}  // namespace
}  // namespace newel::cli

int main(int argc, char** argv) { return newel::cli::run(newel::cli::root, {argv + 1, argv + argc}); }
