#include "base/error.h"

namespace newel {

Error Error::bad_request(std::string text) {
  std::string message = "The request could not be completed: " + text + ".";
  return {400, std::move(text), std::move(message)};
}

Error Error::forbidden(std::string text) {
  std::string message = "The request was forbidden by the certificate authority: " + text + ".";
  return {403, std::move(text), std::move(message)};
}

std::string Error::message() const { return message_.empty() ? default_message(status_) : message_; }

Error Error::wrapped(std::string_view context, int status) const {
  Error wider = *this;
  wider.text_ = std::string(context) + ": " + text_;
  if (wider.status_ == 0) wider.status_ = status;
  return wider;
}

std::string default_message(int status) {
  const std::string more = " Please see the certificate authority logs for more info.";
  switch (status) {
    case 400: return "The request could not be completed; malformed or missing data." + more;
    case 401: return "The request lacked necessary authorization to be completed." + more;
    case 403: return "The request was forbidden by the certificate authority." + more;
    case 404: return "The requested resource could not be found." + more;
    case 0:
    case 500: return "The certificate authority encountered an Internal Server Error." + more;
    case 501: return "The requested method is not implemented by the certificate authority." + more;
    case 503: return "The certificate authority cannot store certificates at the moment; try again later." + more;
    default:
      return "The certificate authority received an unexpected HTTP status code - '" + std::to_string(status) +
             "'." + more;
  }
}

}  // namespace newel
