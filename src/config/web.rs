use std::time::Duration;

use super::error::ConfigError;
use super::{Config, not_zero};
use crate::web::Settings;

impl Config {
    /// How the service listens and whom it lets in, from `[http]`, `[launch]`, `[login]`, `[support]`,
    /// `[reserve_numbers]` and `[ask]`.
    pub fn web(&self) -> Result<Settings, ConfigError> {
        let http = &self.http;
        let attempts_minutes = not_zero("support.attempts_minutes", self.support.attempts_minutes)?;
        Ok(Settings {
            environment_notice: self.environment.name.notice(),
            head_timeout: seconds("http.header_seconds", http.header_seconds)?,
            body_timeout: seconds("http.body_seconds", http.body_seconds)?,
            write_timeout: seconds("http.write_seconds", http.write_seconds)?,
            most_head_bytes: self.http.largest_head_bytes()?,
            most_body_bytes: not_zero("http.largest_body_bytes", http.largest_body_bytes)?,
            most_upload_bytes: not_zero("http.largest_upload_bytes", http.largest_upload_bytes)?,
            most_connections: not_zero("http.most_connections", http.most_connections)?,
            most_connections_per_address: not_zero(
                "http.most_connections_per_address",
                http.most_connections_per_address,
            )?,
            finish_within: Duration::from_secs(http.stop_seconds),
            close_within: Duration::from_secs(http.close_seconds),
            last_look: Duration::from_millis(http.last_look_milliseconds),
            frame_ancestors: http.frame_ancestors()?,
            secure_cookies: http.secure_cookies()?,
            launch: self.launch.settings()?,
            launch_origins: self.launch.origins()?,
            development_login: self.login.development(http.listen()?, self.environment.name)?,
            reserve_series: self.reserve_numbers.series()?,
            session_idle: self.login.idle()?,
            session_longest: self.login.longest()?,
            abandon_after: seconds("ask.abandon_seconds", self.ask.abandon_seconds)?,
            most_views_per_session: not_zero(
                "ask.most_views_per_session",
                self.ask.most_views_per_session,
            )?,
            refresh_every: seconds("http.refresh_seconds", http.refresh_seconds)?,
            sign_of_life: seconds("http.sign_of_life_seconds", http.sign_of_life_seconds)?,
            print_others: self.panel.print_others,
            retry_after: seconds("http.retry_after_seconds", http.retry_after_seconds)?,
            support_accounts: self.support.users()?,
            support_attempts: not_zero("support.attempts", self.support.attempts)?,
            support_attempts_within: Duration::from_secs(attempts_minutes.saturating_mul(60)),
        })
    }
}

fn seconds(key: &str, number: u64) -> Result<Duration, ConfigError> {
    not_zero(key, number).map(Duration::from_secs)
}
