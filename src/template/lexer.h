// Cuts template text into tokens.
#pragma once

#include <string>
#include <string_view>

namespace newel::templates {

enum class TokenKind {
  error,
  boolean,
  character,
  char_constant,
  complex,
  assign,
  declare,
  end_of_text,
  field,
  identifier,
  left_delim,
  left_paren,
  number,
  pipe,
  raw_string,
  right_delim,
  right_paren,
  space,
  string,
  text,
  variable,
  // Words with a meaning of their own, and the dot.
  keyword_block,
  keyword_break,
  keyword_continue,
  dot,
  keyword_define,
  keyword_else,
  keyword_end,
  keyword_if,
  nil,
  keyword_range,
  keyword_template,
  keyword_with
};

struct Token {
  TokenKind kind = TokenKind::end_of_text;
  std::size_t position = 0;  ///< octets from the start of the text
  std::string value;         ///< as written; of an error its message
  int line = 1;

  std::string describe() const;  ///< as it stands in messages
};

/// Reads one token after the other; behind the last, or behind an error, there is only end_of_text.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}  ///< borrows the text
  Token next();

 private:
  enum class State { text, left_delim, comment, action, done };
  bool step(Token& out);  // false: nothing emitted, go on
  bool lex_text(Token& out);
  bool lex_left_delim(Token& out);
  bool lex_comment(Token& out);
  bool lex_right_delim(Token& out);
  bool lex_action(Token& out);
  bool lex_space(Token& out);
  bool lex_word(Token& out, TokenKind kind);
  bool lex_name(Token& out, TokenKind kind);
  bool lex_quoted(Token& out, char quote, TokenKind kind, std::string_view what);
  bool lex_raw(Token& out);
  bool lex_number(Token& out);
  bool scan_number();
  bool accept(std::string_view set);
  void accept_run(std::string_view set);
  bool emit(Token& out, TokenKind kind);
  bool error(Token& out, std::string message);
  void ignore();
  std::string_view rest() const { return text_.substr(pos_); }
  bool at_right_delim(bool& trim) const;
  bool at_terminator() const;

  std::string_view text_;
  std::size_t start_ = 0;
  std::size_t pos_ = 0;
  int line_ = 1;  // of start_
  int parens_ = 0;
  State state_ = State::text;
};

}  // namespace newel::templates
