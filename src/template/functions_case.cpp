// Letter case. snakecase, kebabcase and camelcase cut words by a small state machine over runs of upper case,
// lower case, digits, punctuation and connectors.
#include <algorithm>

#include "template/function.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

bool is_connector(Rune r) { return r == '-' || r == '_' || is_space(r); }

bool is_ideograph(Rune r) {
  return (r >= 0x3400 && r <= 0x4d85) || (r >= 0x4e00 && r <= 0x9fcc) || (r >= 0x20000 && r <= 0x2b81d);
}

bool is_word_letter(Rune r) { return is_letter(r) && !is_ideograph(r); }

std::string title(std::string_view s) {
  std::string out;
  Rune last = ' ';
  const auto separates = [](Rune r) {
    if (r < 0x80) return !(std::isalnum(static_cast<int>(r)) != 0 || r == '_');
    return !is_letter(r) && !is_decimal_digit(r) && is_space(r);
  };
  for (Rune r : runes(s)) {
    append_rune(out, separates(last) ? to_title_rune(r) : r);
    last = r;
  }
  return out;
}

std::string untitle(std::string_view s) {
  std::string out;
  bool start = true;
  for (Rune r : runes(s)) {
    append_rune(out, start ? to_lower_rune(r) : r);
    start = is_space(r);
  }
  return out;
}

std::string swap_case(std::string_view s) {
  std::string out;
  bool after_space = true;
  for (Rune r : runes(s)) {
    if (is_upper(r) || is_title(r)) {
      append_rune(out, to_lower_rune(r));
      after_space = false;
    } else if (is_lower(r)) {
      append_rune(out, after_space ? to_title_rune(r) : to_upper_rune(r));
      after_space = false;
    } else {
      append_rune(out, r);
      after_space = is_space(r);
    }
  }
  return out;
}

std::string camel_case(std::string_view s) {
  const std::vector<Rune> all = runes(s);
  std::string out;
  std::size_t i = 0;
  while (i < all.size() && is_connector(all[i])) append_rune(out, all[i++]);
  if (i == all.size()) {
    if (!all.empty()) append_rune(out, all.back());
    return out;
  }
  bool upper = is_upper(all[i]);
  Rune previous = to_upper_rune(all[i]);
  for (++i; i < all.size(); ++i) {
    Rune r = all[i];
    if (is_connector(r) && is_connector(previous)) {
      append_rune(out, previous);
    } else if (is_connector(previous)) {
      upper = is_upper(r);
      r = to_upper_rune(r);
    } else {
      if (upper && is_upper(r))
        r = to_lower_rune(r);
      else if (upper)
        upper = false;
      append_rune(out, previous);
    }
    previous = r;
  }
  append_rune(out, previous);
  return out;
}

enum class WordKind { connector, punctuation, upper, letters, digits, other };

struct Word {
  WordKind kind;
  std::vector<Rune> text;
};

WordKind kind_of(Rune r) {
  if (is_connector(r)) return WordKind::connector;
  if (is_punct(r)) return WordKind::punctuation;
  if (is_upper(r)) return WordKind::upper;
  if (is_word_letter(r)) return WordKind::letters;
  if (is_number(r)) return WordKind::digits;
  return WordKind::other;
}

bool lower_letter(Rune r) { return is_word_letter(r) && !is_upper(r); }

Word next_word(const std::vector<Rune>& all, std::size_t& i) {
  const std::size_t start = i;
  const WordKind kind = kind_of(all[i++]);
  const auto run = [&](auto belongs) {
    while (i < all.size() && belongs(all[i])) ++i;
  };
  switch (kind) {
    case WordKind::punctuation:
      run([](Rune r) { return is_punct(r); });
      break;
    case WordKind::upper:
      if (i < all.size() && is_upper(all[i])) {
        run([](Rune r) { return is_upper(r); });
        if (i < all.size() && lower_letter(all[i])) --i;
      } else {
        run(lower_letter);
      }
      break;
    default:
      run([&](Rune r) { return kind_of(r) == kind; });
  }
  return {kind, std::vector<Rune>(all.begin() + static_cast<std::ptrdiff_t>(start),
                                  all.begin() + static_cast<std::ptrdiff_t>(i))};
}

class Joiner {
 public:
  Joiner(std::string_view text, char connector) : connector_(connector) {
    const std::vector<Rune> all = runes(text);
    for (std::size_t i = 0; i < all.size();) words_.push_back(next_word(all, i));
  }
  std::string run();

 private:
  using K = WordKind;
  bool more() const { return at_ + 1 < words_.size(); }
  K kind() const { return words_[at_].kind; }
  void write(const Word& word);
  void glue();
  void step();
  void digits_behind();
  void connect_unless_marked() {
    if (kind() != K::connector && kind() != K::punctuation) out_ += connector_;
  }

  std::vector<Word> words_;
  std::size_t at_ = 0;
  std::string out_;
  char connector_;
};

void Joiner::write(const Word& word) {
  for (Rune r : word.text) {
    if (word.kind == K::connector)
      out_ += connector_;
    else
      append_rune(out_, word.kind == K::upper ? to_lower_rune(r) : r);
  }
}

// Consecutive letters and digits stay together; the last word of all is left to be written.
void Joiner::glue() {
  while (more() && (kind() == K::letters || kind() == K::digits)) write(words_[at_++]);
}

void Joiner::digits_behind() {
  const std::size_t number = at_;
  if (!more()) return;
  ++at_;
  if (kind() != K::letters) {
    write(words_[number]);
    connect_unless_marked();
    return;
  }
  out_ += connector_;
  write(words_[number]);
  glue();
  if (kind() == K::upper || kind() == K::other) out_ += connector_;
}

void Joiner::step() {
  const Word& word = words_[at_++];
  write(word);
  if (word.kind == K::connector || word.kind == K::punctuation) return;
  if (word.kind == K::digits) {
    glue();
    if (kind() == K::upper || kind() == K::other) out_ += connector_;
  } else if (kind() == K::digits) {
    digits_behind();
  } else {
    connect_unless_marked();
  }
}

std::string Joiner::run() {
  if (words_.empty()) return {};
  while (more()) step();
  write(words_[at_]);
  return std::move(out_);
}

constexpr Function table[] = {
    {"upper", "s", [](Call&, Args a) -> Value { return map_runes(a[0].as_string(), to_upper_rune); }},
    {"lower", "s", [](Call&, Args a) -> Value { return map_runes(a[0].as_string(), to_lower_rune); }},
    {"title", "s", [](Call&, Args a) -> Value { return title(a[0].as_string()); }},
    {"untitle", "s", [](Call&, Args a) -> Value { return untitle(a[0].as_string()); }},
    {"swapcase", "s", [](Call&, Args a) -> Value { return swap_case(a[0].as_string()); }},
    {"camelcase", "s", [](Call&, Args a) -> Value { return camel_case(a[0].as_string()); }},
    {"snakecase", "s", [](Call&, Args a) -> Value { return Joiner(a[0].as_string(), '_').run(); }},
    {"kebabcase", "s", [](Call&, Args a) -> Value { return Joiner(a[0].as_string(), '-').run(); }},
};

}  // namespace

std::span<const Function> case_functions() { return table; }

}  // namespace newel::templates
