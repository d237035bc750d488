//! What a producer does wrong with questions, for trying the rules that producers are tried by.

use serde::Deserialize;

/// One thing that a producer does wrong.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Habit {
    /// Gives the records of every care unit.
    IgnoresCareUnit,
    /// Looks at the first care unit only.
    OneCareUnit,
    /// Gives the records of every care contact.
    IgnoresCareContact,
    /// Looks at the first care contact only.
    OneCareContact,
    /// Leaves the period alone where a care unit is selected by as well, and no care contact.
    IgnoresPeriodBesidesUnit,
    /// Leaves the period alone where a care contact is selected by as well, and no care unit.
    IgnoresPeriodBesidesContact,
    /// Leaves the period alone where both are selected by as well.
    IgnoresPeriodBesidesBoth,
    /// Leaves the care contact alone where a care unit is selected by as well.
    IgnoresContactBesides,
    /// Takes the first day for the last one before the period.
    FirstDayExcluded,
    /// Takes the last day for the first one after the period.
    LastDayExcluded,
    /// Does not look at `documentTime`.
    ForgetsDocumentTime,
    /// Does not look at `authorTime`.
    ForgetsAuthorTime,
    /// Does not look at `signatureTime`.
    ForgetsSignatureTime,
    /// Does not look at the registration's date.
    ForgetsRegistrationDate,
    /// Gives nothing for a period without a first or a last day.
    NeedsBothDays,
    /// Gives its oldest record to every period that is earlier.
    OldestForEarlier,
    /// Gives the records of the first and the last year only, for a period of many years.
    LosesTheMiddle,
    /// Gives nothing for a period that began before 1910.
    NothingBefore1910,
    /// Answers for another source system than itself.
    AnswersForOthers,
    /// Answers for a care contact without a source system.
    TakesContactAlone,
    /// Answers for a reserve number without a source system.
    TakesReserveAlone,
    /// Does not know reserve numbers.
    NoReserveNumbers,
    /// Does not know samordningsnummer.
    NoSamordningsnummer,
    /// Faults for a patient it does not know.
    FaultForUnknownPatient,
    /// Faults for a care unit it does not know.
    FaultForUnknownCareUnit,
    /// Faults for a care contact it does not know.
    FaultForUnknownCareContact,
    /// Faults where the source system is named.
    FaultForSourceSystem,
    /// Gives records beside an error.
    RecordsBesideError,
    /// Takes a question without a patient.
    TakesNoPatient,
    /// Takes a period that begins with no date.
    TakesNoDate,
    /// Looks for records with the very number of the question only.
    ForgetsLinkedIds,
    /// Does not know personnummer.
    NoPersonnummer,
    /// Numbers its documents otherwise in version 1.0.
    OtherIdsInVersion1,
    /// Says nothing in its faults by which they could be traced.
    FaultsWithoutLogId,
    /// Names the patient in its faults.
    NamesPatientInFaults,
    /// Sends its faults with HTTP status 200.
    FaultsWithStatus200,
    /// Sends a page where a question is no XML.
    PageForNoXml,
    /// Does not understand UTF-16.
    NoUtf16,
    /// Does not understand a byte order mark in UTF-8.
    NoUtf8Mark,
    /// Loses the letters outside ASCII.
    LosesLetters,
    /// Numbers its documents anew at every answer.
    NumbersAnew,
    /// Mixes patients up when it is asked much at once.
    MixesUp,
    /// Gives nothing any more once it was asked much at once.
    Tires,
    /// Does not answer PingForConfiguration.
    NoPing,
    /// Gives everything to the consumers that should get nothing.
    RefusesNobody,
    /// Gives everything to the consumers that should not get a care unit's records.
    LimitsNobody,
    /// Gives nothing to consumers that are not the certificate's.
    OneConsumer,
}
