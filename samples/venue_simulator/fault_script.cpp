#include "fault_script.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace venue_simulator {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;
constexpr double kNanosecondsPerMillisecond = 1e6;
constexpr double kLongestSeconds = 1e6;
constexpr std::size_t kLongestNumber = 16;

const char kDurationRemedy[] = "write a number of at least 0 with its unit, for example 200ms or 1.5s";

struct FaultForm {
    const char *word;
    FaultKind kind;
    bool has_argument;
    bool has_duration;
    const char *example;
};

const FaultForm kForms[] = {
    {"slow_acks", FaultKind::kSlowAcks, true, true, "at 2s slow_acks 200ms for 3s"},
    {"reject_rate", FaultKind::kRejectRate, true, true, "at 5s reject_rate 30% for 2s"},
    {"silence", FaultKind::kSilence, false, true, "at 8s silence for 2s"},
    {"disconnect", FaultKind::kDisconnect, false, false, "at 9s disconnect"},
    {"refuse_logon", FaultKind::kRefuseLogon, false, true, "at 9s refuse_logon for 4s"},
    {"resend_request", FaultKind::kResendRequest, false, false, "at 12s resend_request"},
};

const FaultForm *find_form(const std::string &word) {
    for (const FaultForm &form : kForms) {
        if (word == form.word) return &form;
    }
    return nullptr;
}

// Splits "12.5ms" into 12.5 and "ms". Written out because strtod also reads "inf", "0x1p3" and "1e9".
bool split_number(const std::string &word, double *number, std::string *unit) {
    const std::size_t end = word.find_first_not_of("0123456789.");
    const std::string digits = word.substr(0, end);
    if (digits.empty() || digits.size() > kLongestNumber || digits == "." ||
        std::count(digits.begin(), digits.end(), '.') > 1)
        return false;
    *number = std::stod(digits);
    *unit = end == std::string::npos ? "" : word.substr(end);
    return true;
}

bool parse_duration(const std::string &word, std::int64_t *duration_ns) {
    double number = 0;
    std::string unit;
    if (!split_number(word, &number, &unit)) return false;
    if (unit != "s" && unit != "ms") return false;
    const double scale = unit == "s" ? kNanosecondsPerSecond : kNanosecondsPerMillisecond;
    if (number * scale > kLongestSeconds * kNanosecondsPerSecond) return false;
    *duration_ns = std::llround(number * scale);
    return true;
}

bool parse_share(const std::string &word, double *share) {
    double number = 0;
    std::string unit;
    if (!split_number(word, &number, &unit) || unit != "%" || number > 100) return false;
    *share = number / 100;
    return true;
}

// Reads the words of one line from left to right; the first wrong one ends it.
class LineParser {
public:
    LineParser(std::size_t line, const std::string &text, std::vector<FaultScriptError> *errors)
        : line_(line), errors_(errors) {
        std::istringstream stream(text.substr(0, text.find('#')));
        std::string word;
        while (stream >> word)
            words_.push_back(word);
    }

    bool is_blank() const { return words_.empty(); }

    bool parse(Fault *fault) {
        *fault = Fault{};
        if (next() != "at") return fail("start the line with \"at\", for example: at 2s disconnect");
        if (!parse_duration(next(), &fault->begin_ns)) return fail(kDurationRemedy);
        fault->end_ns = fault->begin_ns;
        const FaultForm *form = find_form(next());
        if (!form) {
            return fail("name one of slow_acks, reject_rate, silence, disconnect, refuse_logon, resend_request");
        }
        fault->kind = form->kind;
        if (form->has_argument && !parse_argument(fault)) return false;
        if (form->has_duration && !parse_length(*form, fault)) return false;
        if (at_ < words_.size()) {
            next();
            return fail(std::string("nothing may follow here; the form is: ") + form->example);
        }
        return true;
    }

private:
    // The next word, or an empty one at the end of the line.
    const std::string &next() {
        word_ = at_ < words_.size() ? words_[at_++] : std::string();
        return word_;
    }

    bool parse_argument(Fault *fault) {
        if (fault->kind == FaultKind::kSlowAcks) {
            return parse_duration(next(), &fault->ack_delay_ns) || fail(kDurationRemedy);
        }
        return parse_share(next(), &fault->reject_share) || fail("write a share from 0% to 100%, for example 30%");
    }

    bool parse_length(const FaultForm &form, Fault *fault) {
        if (next() != "for") return fail(std::string("say how long with \"for\"; the form is: ") + form.example);
        std::int64_t length_ns = 0;
        if (!parse_duration(next(), &length_ns)) return fail(kDurationRemedy);
        if (length_ns == 0) return fail("a fault of no length does nothing: write a longer one or remove the line");
        fault->end_ns = fault->begin_ns + length_ns;
        return true;
    }

    bool fail(const std::string &message) {
        errors_->push_back(FaultScriptError{line_, word_, message});
        return false;
    }

    const std::size_t line_;
    std::vector<FaultScriptError> *errors_;
    std::vector<std::string> words_;
    std::size_t at_ = 0;
    std::string word_;
};

bool holds(const Fault &fault, FaultKind kind, std::int64_t time_ns) {
    return fault.kind == kind && fault.begin_ns <= time_ns && time_ns < fault.end_ns;
}

}  // namespace

FaultScript parse_fault_script(const std::string &text, std::vector<FaultScriptError> *errors) {
    std::vector<Fault> faults;
    std::istringstream lines(text);
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        LineParser parser(number, line, errors);
        Fault fault;
        if (!parser.is_blank() && parser.parse(&fault)) faults.push_back(fault);
    }
    return FaultScript(std::move(faults));
}

std::int64_t FaultScript::ack_delay_ns(std::int64_t time_ns) const {
    std::int64_t delay_ns = 0;
    for (const Fault &fault : faults_) {
        if (holds(fault, FaultKind::kSlowAcks, time_ns)) delay_ns = std::max(delay_ns, fault.ack_delay_ns);
    }
    return delay_ns;
}

std::int64_t FaultScript::silence_end_ns(std::int64_t time_ns) const {
    std::int64_t end_ns = time_ns;
    for (const Fault &fault : faults_) {
        if (holds(fault, FaultKind::kSilence, time_ns)) end_ns = std::max(end_ns, fault.end_ns);
    }
    return end_ns;
}

double FaultScript::reject_share(std::int64_t time_ns) const {
    double share = 0;
    for (const Fault &fault : faults_) {
        if (holds(fault, FaultKind::kRejectRate, time_ns)) share = std::max(share, fault.reject_share);
    }
    return share;
}

bool FaultScript::refuses_logon(std::int64_t time_ns) const {
    return std::any_of(faults_.begin(), faults_.end(),
        [time_ns](const Fault &fault) { return holds(fault, FaultKind::kRefuseLogon, time_ns); });
}

}  // namespace venue_simulator
