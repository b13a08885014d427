#include <sys/stat.h>

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

constexpr auto flags =
    flag_list(Flag{.names = "d,decode", .kind = Kind::boolean, .usage = "Decode instead of encode."},
              Flag{.names = "r,raw", .kind = Kind::boolean, .usage = "Use the encoding without padding."},
              Flag{.names = "u,url",
                   .kind = Kind::boolean,
                   .usage = "Use the alphabet that is safe in URLs and file names, with **-** and **_**."});

// Somebody gives input: a pipe, or a file with something in it.
bool input_waits() {
  struct stat about {};
  if (::fstat(0, &about) != 0) return false;
  return S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode) || about.st_size > 0;
}

std::string input_text(const Invocation& in) {
  if (in.arg_count() > 0) return join(in.args(), " ");
  if (input_waits()) return value_or_throw(read_stdin());
  return ask({.label = in.boolean("decode") ? "Please enter text to decode" : "Please enter text to encode"});
}

Base64 form(bool raw, bool url) {
  if (url) return raw ? Base64::url_raw : Base64::url;
  return raw ? Base64::standard_raw : Base64::standard;
}

// Without a flag that says so, the text itself shows its alphabet and whether it is padded.
Base64 form_of(const Invocation& in, std::string_view text) {
  if (in.boolean("raw") || in.boolean("url")) return form(in.boolean("raw"), in.boolean("url"));
  return form(!trim(text).ends_with('='), text.find_first_of("-_") != std::string_view::npos);
}

int run_base64(Invocation& in) {
  const std::string text = input_text(in);
  if (in.boolean("decode")) {
    // A text of whole groups needs no padding: the padded decoder would take it too, the raw one surely does.
    print(to_text(value_or_throw(base64_decode(text, form_of(in, text)), "error decoding input")));
  } else {
    print(base64_encode(as_bytes(text), form(in.boolean("raw"), in.boolean("url"))) + "\n");
  }
  return 0;
}

}  // namespace

constexpr Command base64_command{
    .name = "base64",
    .usage = "encodes and decodes using base64 representation",
    .usage_text = "**step base64** [**-d**|**--decode**] [**-r**|**--raw**] [**-u**|**--url**]",
    .description =
        R"(**step base64** writes text or bytes in the base64 encoding of RFC 4648, or reads it back.

The input is the arguments, joined by blanks, or else standard input. Decoding finds out by itself whether the input
is padded and which alphabet it uses, unless a flag says so.

## EXAMPLES

Encode a text:
```
$ step base64 hello world
aGVsbG8gd29ybGQ=
```

Encode what another program prints, without padding:
```
$ echo -n hello | step base64 --raw
aGVsbG8
```

Decode:
```
$ echo aGVsbG8gd29ybGQ= | step base64 --decode
hello world
```

Encode for a URL:
```
$ echo -n '???>>>' | step base64 --url
Pz8_Pj4-
```
)",
    .action = run_base64,
    .flags = flags,
};

}  // namespace newel::cli
