// A file server for trying certificates out. Connections are served by the net library's threads; this thread
// waits for signals: SIGHUP reads the certificate again, SIGINT and SIGTERM end it.
#include <fmt/core.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "base/files.h"
#include "base/log.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/root/static_files.h"
#include "cli/root/tree.h"
#include "cli/shared/key_password.h"
#include "kms/softkms.h"
#include "net/server.h"
#include "x509/client_chains.h"

namespace newel::cli {
namespace {

constexpr auto flags = flag_list(
    Flag{.names = "address", .usage = "The TCP <address> to listen on (e.g. **:8443**).", .fallback = ":0"},
    Flag{.names = "cert", .usage = "The <file> with the server certificate and its chain. Serves HTTPS."},
    Flag{.names = "key", .usage = "The <file> with the private key of the certificate."},
    Flag{.names = "roots",
         .usage = "The <file> with the roots of client certificates, which are then required."},
    Flag{.names = "pidfile", .usage = "The <file> to write the process id to."});

constexpr auto drain_time = std::chrono::seconds(5);

std::vector<Bytes> ders(const std::vector<x509::Certificate>& certificates) {
  std::vector<Bytes> out;
  for (const x509::Certificate& certificate : certificates) out.push_back(to_bytes(certificate.der()));
  return out;
}

// Null without a certificate: plain HTTP.
std::shared_ptr<net::TlsServerContext> tls_context(const Invocation& in) {
  if (in.string("cert").empty()) return nullptr;
  log::line("reloading TLS configuration");
  net::TlsServerSettings settings;
  settings.chain = ders(x509::load_certificates(in.string("cert")));
  settings.key = kms::SoftKms().load_signer(in.string("key"), file_password_prompt());
  if (!in.string("roots").empty()) {
    const auto roots = x509::load_certificates(in.string("roots"));
    const auto chains = std::make_shared<const x509::ClientChains>(roots);
    settings.client_judge = [chains](const auto& presented) { return chains->verify(presented); };
    settings.client_authorities = ders(roots);
    settings.client_certificate_required = true;
  }
  return std::make_shared<net::TlsServerContext>(settings);
}

void check(const Invocation& in) {
  in.expect_args(1);
  struct stat about {};
  if (::stat(in.arg(0).c_str(), &about) != 0) throw file_error("stat", in.arg(0), errno);
  if (!S_ISDIR(about.st_mode)) throw Error("positional argument <dir> must be a directory");
  const bool cert = !in.string("cert").empty();
  const bool key = !in.string("key").empty();
  if (!in.string("roots").empty() && !cert) throw required_with("roots", "cert");
  if (!in.string("roots").empty() && !key) throw required_with("roots", "key");
  if (cert && !key) throw required_with("cert", "key");
  if (key && !cert) throw required_with("key", "cert");
}

// Written when serving begins, removed when it ends.
class PidFile {
 public:
  explicit PidFile(std::string path) : path_(std::move(path)) {
    if (!path_.empty()) write_file(path_, fmt::format("{}\n", ::getpid()), 0644);
  }
  ~PidFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  PidFile(const PidFile&) = delete;
  PidFile& operator=(const PidFile&) = delete;

 private:
  std::string path_;
};

std::string listen(net::Server& server, const std::string& address,
                   const std::shared_ptr<net::TlsServerContext>& tls, const net::Handler& handler) {
  try {
    return server.listen({.name = "files", .address = address, .tls = tls, .handler = handler});
  } catch (const Error& error) {
    throw error.wrapped("error listening at " + address);
  }
}

int run_fileserver(Invocation& in) {
  check(in);
  // Blocked before any thread exists, so that only sigwait below gets them.
  sigset_t awaited;
  ::sigemptyset(&awaited);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&awaited, signal);
  ::pthread_sigmask(SIG_BLOCK, &awaited, nullptr);

  const net::Handler handler = [folder = absolute_path(in.arg(0))](const auto& request, const auto& respond) {
    respond(serve_file(folder, *request));
  };
  auto tls = tls_context(in);
  net::Server server(net::ServerOptions{});
  const std::string bound = listen(server, in.string("address"), tls, handler);
  const PidFile pid_file(in.string("pidfile"));
  log::line(fmt::format("serving {} at {}", tls ? "HTTPS" : "HTTP", bound));
  for (int signal = 0; ::sigwait(&awaited, &signal) == 0 && signal == SIGHUP;) {
    try {
      server.replace("files", handler, tls_context(in));
    } catch (const Error& error) {
      log::line("error reloading TLS configuration: " + error.text());
    }
  }
  log::line("shutting down");
  server.drain(drain_time);
  return 0;
}

}  // namespace

constexpr Command fileserver_command{
    .name = "fileserver",
    .usage = "start an HTTP(S) server serving the contents of a path",
    .usage_text =
        "**step fileserver** <dir>\n"
        "[**--address**=<address>] [**--cert**=<file>] [**--key**=<file>]\n"
        "[**--roots**=<file>] [**--pidfile**=<file>]",
    .description =
        R"(**step fileserver** serves the files of a folder over HTTP, or over HTTPS when it is given a certificate. It is meant
for trying certificates out, not for production.

The certificate and its key are read again on SIGHUP, which is what **step ca renew --daemon --signal** sends.

## POSITIONAL ARGUMENTS

<dir>
:  The folder to serve.

## EXAMPLES

Serve a folder over HTTP:
```
$ step fileserver --address 127.0.0.1:8080 /srv/files
```

Serve it over HTTPS to clients with a certificate:
```
$ step fileserver --address :8443 --cert host.crt --key host.key \
    --roots $(step path)/certs/root_ca.crt /srv/files
```
)",
    .action = run_fileserver,
    .flags = flags,
    .hidden = true,
};

}  // namespace newel::cli
