//! Whatever is sent to the hub: an event is read and can be told again as it was, a subscription and
//! an answer are read or refused, and nothing panics.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vaccinjournal::context::{
    Acknowledgement, EventName, PatientInContext, Refused, SentEvent, SubscriptionRequest,
};

fuzz_target!(|data: &[u8]| {
    if let Ok(SentEvent { topic, notification }) = SentEvent::read(data) {
        if let Some(resource) = notification.resource() {
            let _ = PatientInContext::read(resource);
            let _ = Refused::read(resource);
        }
        let told = notification.message(&topic);
        let again = SentEvent::read(told.as_bytes());
        assert_eq!(again, Ok(SentEvent { topic, notification }));
    }
    if let Ok(text) = std::str::from_utf8(data) {
        if let Some(answer) = Acknowledgement::read(text) {
            assert!((100..600).contains(&answer.status));
        }
        let _ = text.parse::<EventName>();
        let fields: Vec<(String, String)> = text
            .split('&')
            .filter_map(|field| field.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        if let Ok(SubscriptionRequest::Subscribe { events, name, .. }) =
            SubscriptionRequest::read(&fields)
        {
            assert!(!events.is_empty() && !name.is_empty());
        }
    }
});
