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

namespace {

std::string with_advice(std::string text) {
  return text + " Please see the certificate authority logs for more info.";
}

}  // namespace

std::string unexpected_status_message(int status) {
  return with_advice("The certificate authority received an unexpected HTTP status code - '" +
                     std::to_string(status) + "'.");
}

std::string default_message(int status) {
  switch (status) {
    case 400:
      return with_advice("The request could not be completed; malformed or missing data.");
    case 401:
      return with_advice("The request lacked necessary authorization to be completed.");
    case 403:
      return with_advice("The request was forbidden by the certificate authority.");
    case 404:
      return with_advice("The requested resource could not be found.");
    case 0:
    case 500:
      return with_advice("The certificate authority encountered an Internal Server Error.");
    case 501:
      return with_advice("The requested method is not implemented by the certificate authority.");
    case 503:
      return with_advice(
          "The certificate authority cannot store certificates at the moment; try again later.");
    default:
      return unexpected_status_message(status);
  }
}

}  // namespace newel
