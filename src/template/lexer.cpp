// The rules are those of Go's text/template/parse: actions between `{{` and `}}`, trim markers that need
// white space beside the minus, comments that must fill their action.
#include "template/lexer.h"

#include <fmt/format.h>

#include <algorithm>

#include "template/unicode.h"

namespace newel::templates {
namespace {

constexpr std::string_view left = "{{";
constexpr std::string_view right = "}}";
constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t trim_marker_size = 2;  // the minus and its blank

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

bool is_alphanumeric(Rune r) { return r == '_' || is_letter(r) || is_decimal_digit(r); }

bool left_trim_marker(std::string_view s) { return s.size() >= 2 && s[0] == '-' && is_blank(s[1]); }
bool right_trim_marker(std::string_view s) { return s.size() >= 2 && is_blank(s[0]) && s[1] == '-'; }

std::size_t leading_blanks(std::string_view s) { return std::min(s.find_first_not_of(blanks), s.size()); }

std::string code_point(std::string_view rest) {
  if (rest.empty()) return "U+FFFFFFFFFFFFFFFF";
  const Rune r = decode_rune(rest).rune;
  std::string out = fmt::format("U+{:04X}", static_cast<unsigned>(r));
  if (is_print(r)) {
    out += " '";
    append_rune(out, r);
    out += "'";
  }
  return out;
}

TokenKind word_kind(std::string_view word) {
  constexpr std::pair<std::string_view, TokenKind> words[] = {{"block", TokenKind::keyword_block},
                                                              {"break", TokenKind::keyword_break},
                                                              {"continue", TokenKind::keyword_continue},
                                                              {"define", TokenKind::keyword_define},
                                                              {"else", TokenKind::keyword_else},
                                                              {"end", TokenKind::keyword_end},
                                                              {"if", TokenKind::keyword_if},
                                                              {"nil", TokenKind::nil},
                                                              {"range", TokenKind::keyword_range},
                                                              {"template", TokenKind::keyword_template},
                                                              {"with", TokenKind::keyword_with},
                                                              {"true", TokenKind::boolean},
                                                              {"false", TokenKind::boolean}};
  for (const auto& [name, kind] : words) {
    if (name == word) return kind;
  }
  return TokenKind::identifier;
}

}  // namespace

std::string Token::describe() const {
  if (kind == TokenKind::end_of_text) return "EOF";
  if (kind == TokenKind::error) return value;
  if (kind >= TokenKind::keyword_block) return "<" + value + ">";
  if (value.size() <= 10) return go_quote(value);
  std::vector<Rune> first = runes(value);
  if (first.size() > 10) first.resize(10);
  return go_quote(utf8(first)) + "...";
}

Token Lexer::next() {
  Token out;
  while (state_ != State::done) {
    if (step(out)) return out;
  }
  out.kind = TokenKind::end_of_text;
  out.position = pos_;
  out.line = line_;
  return out;
}

bool Lexer::step(Token& out) {
  switch (state_) {
    case State::text:
      return lex_text(out);
    case State::left_delim:
      return lex_left_delim(out);
    case State::comment:
      return lex_comment(out);
    case State::action:
      return lex_action(out);
    case State::done:
      break;
  }
  return false;
}

void Lexer::ignore() {
  line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(start_),
                                       text_.begin() + static_cast<std::ptrdiff_t>(pos_), '\n'));
  start_ = pos_;
}

bool Lexer::emit(Token& out, TokenKind kind) {
  out = {kind, start_, std::string(text_.substr(start_, pos_ - start_)), line_};
  ignore();
  return true;
}

bool Lexer::error(Token& out, std::string message) {
  out = {TokenKind::error, start_, std::move(message), line_};
  state_ = State::done;
  return true;
}

bool Lexer::lex_text(Token& out) {
  const auto at = text_.find(left, pos_);
  if (at == std::string_view::npos) {
    pos_ = text_.size();
    state_ = State::done;
    return pos_ > start_ && emit(out, TokenKind::text);
  }
  state_ = State::left_delim;
  std::size_t end = at;
  if (left_trim_marker(text_.substr(at + left.size()))) {
    while (end > start_ && is_blank(text_[end - 1])) --end;
  }
  pos_ = end;
  const bool emitted = end > start_ && emit(out, TokenKind::text);
  pos_ = at;
  ignore();
  return emitted;
}

bool Lexer::lex_left_delim(Token& out) {
  pos_ += left.size();
  const std::size_t marker = left_trim_marker(rest()) ? trim_marker_size : 0;
  if (text_.substr(pos_ + marker, 2) == "/*") {
    pos_ += marker;
    ignore();
    state_ = State::comment;
    return false;
  }
  emit(out, TokenKind::left_delim);
  pos_ += marker;
  ignore();
  parens_ = 0;
  state_ = State::action;
  return true;
}

bool Lexer::lex_comment(Token& out) {
  const auto end = text_.find("*/", pos_ + 2);
  if (end == std::string_view::npos) return error(out, "unclosed comment");
  pos_ = end + 2;
  bool trim = false;
  if (!at_right_delim(trim)) return error(out, "comment ends before closing delimiter");
  pos_ += right.size() + (trim ? trim_marker_size : 0);
  if (trim) pos_ += leading_blanks(rest());
  ignore();
  state_ = State::text;
  return false;
}

bool Lexer::at_right_delim(bool& trim) const {
  trim = right_trim_marker(rest()) && rest().substr(trim_marker_size).starts_with(right);
  return trim || rest().starts_with(right);
}

bool Lexer::lex_right_delim(Token& out) {
  bool trim = false;
  at_right_delim(trim);
  if (trim) {
    pos_ += trim_marker_size;
    ignore();
  }
  pos_ += right.size();
  emit(out, TokenKind::right_delim);
  if (trim) {
    pos_ += leading_blanks(rest());
    ignore();
  }
  state_ = State::text;
  return true;
}

bool Lexer::lex_action(Token& out) {
  bool trim = false;
  if (at_right_delim(trim)) return parens_ == 0 ? lex_right_delim(out) : error(out, "unclosed left paren");
  if (rest().empty()) return error(out, "unclosed action");
  const Decoded d = decode_rune(rest());
  const char c = d.size == 1 && d.valid ? rest()[0] : '\x7f';
  if (is_blank(c)) return lex_space(out);
  if (c == '.' && !(rest().size() > 1 && rest()[1] >= '0' && rest()[1] <= '9')) {
    if (rest().size() > 1) return ++pos_, lex_name(out, TokenKind::field);
  }
  if (c == '.' || c == '+' || c == '-' || (c >= '0' && c <= '9')) return lex_number(out);
  if (is_alphanumeric(d.rune)) return lex_word(out, TokenKind::identifier);
  const std::string_view here = rest();
  pos_ += static_cast<std::size_t>(d.size);
  switch (c) {
    case '=':
      return emit(out, TokenKind::assign);
    case ':':
      if (!rest().starts_with('=')) return error(out, "expected :=");
      ++pos_;
      return emit(out, TokenKind::declare);
    case '|':
      return emit(out, TokenKind::pipe);
    case '"':
      return lex_quoted(out, '"', TokenKind::string, "unterminated quoted string");
    case '`':
      return lex_raw(out);
    case '$':
      return lex_name(out, TokenKind::variable);
    case '\'':
      return lex_quoted(out, '\'', TokenKind::char_constant, "unterminated character constant");
    case '(':
      return ++parens_, emit(out, TokenKind::left_paren);
    case ')':
      if (--parens_ < 0) return error(out, "unexpected right paren");
      return emit(out, TokenKind::right_paren);
    default:
      break;
  }
  if (d.rune < 0x80 && is_print(d.rune)) return emit(out, TokenKind::character);
  return error(out, "unrecognized character in action: " + code_point(here));
}

bool Lexer::lex_space(Token& out) {
  const std::size_t count = leading_blanks(rest());
  pos_ += count;
  // The last blank may belong to a trimming `-}}`.
  if (right_trim_marker(text_.substr(pos_ - 1)) &&
      text_.substr(pos_ - 1 + trim_marker_size).starts_with(right)) {
    --pos_;
    if (count == 1) return lex_right_delim(out);
  }
  return emit(out, TokenKind::space);
}

bool Lexer::at_terminator() const {
  if (rest().empty() || rest().starts_with(right)) return true;
  return is_blank(rest()[0]) || std::string_view(".,|:)(").find(rest()[0]) != std::string_view::npos;
}

bool Lexer::lex_word(Token& out, TokenKind kind) {
  while (!rest().empty() && is_alphanumeric(decode_rune(rest()).rune)) {
    pos_ += static_cast<std::size_t>(decode_rune(rest()).size);
  }
  if (!at_terminator()) return error(out, "bad character " + code_point(rest()));
  if (kind == TokenKind::identifier) kind = word_kind(text_.substr(start_, pos_ - start_));
  return emit(out, kind);
}

bool Lexer::lex_name(Token& out, TokenKind kind) {
  if (at_terminator()) return emit(out, kind == TokenKind::variable ? kind : TokenKind::dot);
  return lex_word(out, kind);
}

bool Lexer::lex_quoted(Token& out, char quote, TokenKind kind, std::string_view what) {
  for (; pos_ < text_.size() && text_[pos_] != '\n'; ++pos_) {
    if (text_[pos_] == quote) return ++pos_, emit(out, kind);
    if (text_[pos_] == '\\' && pos_ + 1 < text_.size() && text_[pos_ + 1] != '\n') ++pos_;
  }
  return error(out, std::string(what));
}

bool Lexer::lex_raw(Token& out) {
  const auto end = text_.find('`', pos_);
  if (end == std::string_view::npos) return error(out, "unterminated raw quoted string");
  pos_ = end + 1;
  return emit(out, TokenKind::raw_string);
}

bool Lexer::accept(std::string_view set) {
  if (rest().empty() || set.find(rest()[0]) == std::string_view::npos) return false;
  ++pos_;
  return true;
}

void Lexer::accept_run(std::string_view set) {
  while (accept(set)) {
  }
}

bool Lexer::scan_number() {
  accept("+-");
  std::string_view digits = "0123456789_";
  char exponent = 'e';
  if (accept("0")) {
    if (accept("xX")) {
      digits = "0123456789abcdefABCDEF_";
      exponent = 'p';
    } else if (accept("oO")) {
      digits = "01234567_";
      exponent = 0;
    } else if (accept("bB")) {
      digits = "01_";
      exponent = 0;
    }
  }
  accept_run(digits);
  if (accept(".")) accept_run(digits);
  if (exponent != 0 && accept(exponent == 'e' ? "eE" : "pP")) {
    accept("+-");
    accept_run("0123456789_");
  }
  accept("i");
  const Decoded d = decode_rune(rest());
  if (d.size == 0 || !is_alphanumeric(d.rune)) return true;
  pos_ += static_cast<std::size_t>(d.size);
  return false;
}

bool Lexer::lex_number(Token& out) {
  const auto bad = [&] {
    return error(out, "bad number syntax: " + go_quote(text_.substr(start_, pos_ - start_)));
  };
  if (!scan_number()) return bad();
  if (rest().empty() || (rest()[0] != '+' && rest()[0] != '-')) return emit(out, TokenKind::number);
  if (!scan_number() || text_[pos_ - 1] != 'i') return bad();
  return emit(out, TokenKind::complex);
}

}  // namespace newel::templates
