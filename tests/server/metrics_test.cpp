#include "server/metrics.h"

#include <gmock/gmock.h>

namespace newel::server {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Metrics, AreWrittenAsPrometheusText) {
  ManualClock clock(from_unix(1000));
  Metrics metrics(clock);
  clock.advance(std::chrono::milliseconds(2500));
  EXPECT_EQ(metrics.text(),
            "# HELP promhttp_metric_handler_errors_total Total number of internal errors encountered by the "
            "promhttp metric "
            "handler.\n"
            "# TYPE promhttp_metric_handler_errors_total counter\n"
            "promhttp_metric_handler_errors_total{cause=\"encoding\"} 0\n"
            "promhttp_metric_handler_errors_total{cause=\"gathering\"} 0\n"
            "# HELP step_ca_kms_errors Number of KMS-related errors\n"
            "# TYPE step_ca_kms_errors counter\n"
            "step_ca_kms_errors 0\n"
            "# HELP step_ca_kms_signed Number of KMS-backed signatures\n"
            "# TYPE step_ca_kms_signed counter\n"
            "step_ca_kms_signed 0\n"
            "# HELP step_ca_uptime_seconds Number of seconds since service start\n"
            "# TYPE step_ca_uptime_seconds gauge\n"
            "step_ca_uptime_seconds 2.5\n");
}

TEST(Metrics, CountWebhooksAndFailuresOfTheAuthority) {
  Metrics metrics;
  metrics.done(authority::Action::enrich, "p", true);
  metrics.done(authority::Action::authorize, "p", false);
  metrics.done(authority::Action::sign, "p", false);
  metrics.done(authority::Action::sign, "p", true);  // counted when it is stored
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("step_ca_x509_webhook_enriched_total{provisioner=\"p\",success=\"true\"} 1\n"));
  EXPECT_THAT(text,
              HasSubstr("step_ca_x509_webhook_authorized_total{provisioner=\"p\",success=\"false\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("step_ca_x509_signed_total{provisioner=\"p\",success=\"false\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("step_ca_x509_signed_total{provisioner=\"p\",success=\"true\"}")));
}

TEST(Metrics, CountByProvisionerAndSuccess) {
  Metrics metrics;
  metrics.issued(api::Issue::signed_certificate, "admin", true);
  metrics.issued(api::Issue::signed_certificate, "admin", true);
  metrics.issued(api::Issue::signed_certificate, "a\"b\\c\nd", false);
  metrics.issued(api::Issue::renewed_certificate, "", true);
  metrics.key_used(false);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("step_ca_x509_signed_total{provisioner=\"admin\",success=\"true\"} 2\n"));
  EXPECT_THAT(text,
              HasSubstr("step_ca_x509_signed_total{provisioner=\"a\\\"b\\\\c\\nd\",success=\"false\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("step_ca_x509_renewed_total{provisioner=\"\",success=\"true\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("step_ca_kms_signed 3\n"));
  EXPECT_THAT(text, HasSubstr("step_ca_kms_errors 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("step_ca_x509_rekeyed_total")));
}

}  // namespace
}  // namespace newel::server
