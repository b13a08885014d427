// What a person sees in the browser when a login has come back to the command line.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace newel::client::oauth {

net::Response success_page();
/// `what` comes from outside and is shown as text, whatever it holds.
net::Response failure_page(std::string_view what);
/// Of the implicit flow: brings the tokens, which a browser keeps behind '#', to us. The state in them is
/// checked when they arrive.
net::Response fragment_page();

}  // namespace newel::client::oauth
