#include "config/session_files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "config/gateway_config.hpp"

namespace fix_gateway {
namespace {

// QuickFIX reads lines into a buffer of this size; a longer line ends the parsing of the file without a word.
constexpr std::size_t kLineMax = 1023;

const char *const kFileKeys[] = {FIX::DATA_DICTIONARY, FIX::TRANSPORT_DATA_DICTIONARY, FIX::APP_DATA_DICTIONARY,
    FIX::SERVER_CERT_FILE, FIX::SERVER_CERT_KEY_FILE, FIX::CLIENT_CERT_FILE, FIX::CLIENT_CERT_KEY_FILE,
    FIX::CERT_AUTH_FILE, FIX::CRL_FILE};
const char *const kFolderKeys[] = {FIX::CERT_AUTH_DIR, FIX::CRL_DIR};
const char *const kCreatedKeys[] = {FIX::FILE_STORE_PATH, FIX::FILE_LOG_PATH, FIX::FILE_LOG_BACKUP_PATH};
const char *const kTlsKeys[] = {FIX::SERVER_CERT_FILE, FIX::SERVER_CERT_KEY_FILE, FIX::CLIENT_CERT_FILE,
    FIX::CLIENT_CERT_KEY_FILE, FIX::CERT_AUTH_FILE, FIX::CERT_AUTH_DIR, FIX::CRL_FILE, FIX::CRL_DIR, FIX::VERIFY_LEVEL,
    "SSLProtocol", "SSLCipherSuite"};

struct FileKind {
    const char *connection_type;
    const char *persist_messages;
};

std::string value_of(const FIX::Dictionary &dictionary, const char *key) {
    return dictionary.has(key) ? dictionary.getString(key) : std::string();
}

void set_if_missing(FIX::Dictionary *dictionary, const char *key, const char *value) {
    if (!dictionary->has(key)) dictionary->setString(key, value);
}

bool is_folder(const std::string &path) {
    struct stat status;
    return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// QuickFIX ignores a line that has no '=' and stops at one that is too long: both hide what the operator meant.
void check_lines(const std::string &path, ConfigFaults *faults) {
    std::ifstream file(path);
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        if (line.size() > kLineMax) {
            faults->push_back({path + " line " + std::to_string(number),
                "at most " + std::to_string(kLineMax) + " characters", std::to_string(line.size())});
        }
    }
}

void resolve_paths(FIX::Dictionary *dictionary, const std::string &folder, const std::string &where,
    std::set<std::string> *reported, ConfigFaults *faults) {
    const auto resolve = [&](const char *key, const char *expected, bool (*is_there)(const std::string &)) {
        if (!dictionary->has(key)) return;
        const std::string path = path_below(folder, dictionary->getString(key));
        dictionary->setString(key, path);
        // A key of [DEFAULT] is in every session: say it once.
        if (is_there != nullptr && !is_there(path) && reported->insert(std::string(key) + path).second) {
            faults->push_back({where + " " + key, expected, path});
        }
    };
    const auto can_read = [](const std::string &path) { return access(path.c_str(), R_OK) == 0 && !is_folder(path); };
    for (const char *key : kFileKeys)
        resolve(key, "a file that can be read", can_read);
    for (const char *key : kFolderKeys)
        resolve(key, "a folder", is_folder);
    for (const char *key : kCreatedKeys)
        resolve(key, "", nullptr);
}

void check_tls_pair(const FIX::Dictionary &dictionary, const char *certificate, const char *key,
    const std::string &where, ConfigFaults *faults) {
    if (dictionary.has(certificate) == dictionary.has(key)) return;
    const char *missing = dictionary.has(certificate) ? key : certificate;
    const char *given = dictionary.has(certificate) ? certificate : key;
    faults->push_back({where + " " + missing, std::string("a file, because ") + given + " is given", "nothing"});
}

void need_number(const FIX::Dictionary &dictionary, const char *key, const std::string &where, int least, int most,
    ConfigFaults *faults) {
    const std::string text = value_of(dictionary, key);
    bool is_number = false;
    try {
        const int number = dictionary.has(key) ? dictionary.getInt(key) : least - 1;
        is_number = number >= least && number <= most;
    } catch (const FIX::ConfigError &) {
    }
    if (is_number) return;
    faults->push_back({where + " " + key, "a number from " + std::to_string(least) + " to " + std::to_string(most),
        text.empty() ? "nothing" : text});
}

void prepare_session(const FileKind &kind, const std::string &folder, const std::string &where,
    FIX::Dictionary *dictionary, std::set<std::string> *reported, ConfigFaults *faults) {
    const std::string type = value_of(*dictionary, FIX::CONNECTION_TYPE);
    if (type != kind.connection_type) {
        faults->push_back({where + " ConnectionType", kind.connection_type, type.empty() ? "nothing" : type});
    }
    if (!dictionary->has(FIX::DATA_DICTIONARY) && !dictionary->has(FIX::TRANSPORT_DATA_DICTIONARY)) {
        faults->push_back({where + " DataDictionary", "the path of FIX42.xml or FIX44.xml", "nothing"});
    }
    resolve_paths(dictionary, folder, where, reported, faults);
    check_tls_pair(*dictionary, FIX::SERVER_CERT_FILE, FIX::SERVER_CERT_KEY_FILE, where, faults);
    check_tls_pair(*dictionary, FIX::CLIENT_CERT_FILE, FIX::CLIENT_CERT_KEY_FILE, where, faults);
}

void put_in_defaults(const FileKind &kind, FIX::Dictionary *defaults) {
    set_if_missing(defaults, FIX::USE_DATA_DICTIONARY, "Y");
    set_if_missing(defaults, FIX::SOCKET_NODELAY, "Y");
    set_if_missing(defaults, FIX::PERSIST_MESSAGES, kind.persist_messages);
    set_if_missing(defaults, FIX::RECONNECT_INTERVAL, "2");
}

// QuickFIX makes one TLS context for an acceptor or initiator, from [DEFAULT] alone.
bool uses_tls(const FIX::SessionSettings &settings, const std::string &path, ConfigFaults *faults) {
    bool is_used = false;
    for (const char *key : kTlsKeys) {
        is_used = is_used || settings.get().has(key);
        for (const FIX::SessionID &session : settings.getSessions()) {
            if (settings.get().has(key) || !settings.get(session).has(key)) continue;
            faults->push_back({path + " [" + session.toString() + "] " + key, "in [DEFAULT], where QuickFIX reads it",
                "in a [SESSION]"});
        }
    }
    return is_used;
}

SessionFile load(const std::string &path, const FileKind &kind, ConfigFaults *faults) {
    SessionFile file;
    check_lines(path, faults);
    try {
        file.settings = FIX::SessionSettings(path);
    } catch (const FIX::ConfigError &error) {
        faults->push_back({path, "QuickFIX settings", error.what()});
        return file;
    }
    if (file.settings.size() == 0) {
        faults->push_back({path, "at least one [SESSION]", "none"});
        return file;
    }
    const std::string folder = folder_of(path);
    std::set<std::string> reported;
    FIX::SessionSettings prepared;
    file.uses_tls = uses_tls(file.settings, path, faults);
    FIX::Dictionary defaults = file.settings.get();
    put_in_defaults(kind, &defaults);
    ConfigFaults ignored;  // what is wrong in [DEFAULT] is reported by the sessions that inherit it
    resolve_paths(&defaults, folder, path, &reported, &ignored);
    reported.clear();
    prepared.set(defaults);
    for (const FIX::SessionID &session : file.settings.getSessions()) {
        FIX::Dictionary dictionary = file.settings.get(session);
        prepare_session(kind, folder, path + " [" + session.toString() + "]", &dictionary, &reported, faults);
        file.uses_file_store = file.uses_file_store || dictionary.has(FIX::FILE_STORE_PATH);
        file.uses_file_log = file.uses_file_log || dictionary.has(FIX::FILE_LOG_PATH);
        prepared.set(session, dictionary);
        file.sessions.push_back(session);
    }
    file.settings = prepared;
    return file;
}

}  // namespace

SessionFile load_client_sessions(const std::string &path, ConfigFaults *faults) {
    SessionFile file = load(path, {"acceptor", "Y"}, faults);
    for (const FIX::SessionID &session : file.sessions) {
        const FIX::Dictionary &dictionary = file.settings.get(session);
        const std::string where = path + " [" + session.toString() + "]";
        const std::string version = session.getBeginString().getString();
        if (version != FIX::BeginString_FIX42 && version != FIX::BeginString_FIX44) {
            faults->push_back({where + " BeginString", "FIX.4.2 or FIX.4.4", version});
        }
        const std::size_t known_faults = faults->size();
        need_number(dictionary, FIX::SOCKET_ACCEPT_PORT, where, 1, 65535, faults);
        if (file.accept_port == 0 && faults->size() == known_faults) {
            file.accept_port = static_cast<std::uint32_t>(dictionary.getInt(FIX::SOCKET_ACCEPT_PORT));
        }
        if (file.uses_tls && !dictionary.has(FIX::SERVER_CERT_FILE)) {
            faults->push_back(
                {where + " " + FIX::SERVER_CERT_FILE, "a file, because the settings ask for TLS", "nothing"});
        }
    }
    return file;
}

SessionFile load_venue_sessions(const std::string &path, ConfigFaults *faults) {
    SessionFile file = load(path, {"initiator", "N"}, faults);
    for (const FIX::SessionID &session : file.sessions) {
        const FIX::Dictionary &dictionary = file.settings.get(session);
        const std::string where = path + " [" + session.toString() + "]";
        const std::string version = session.getBeginString().getString();
        if (version != FIX::BeginString_FIX44) {
            faults->push_back({where + " BeginString", "FIX.4.4, the version that venues are spoken to in", version});
        }
        need_number(dictionary, FIX::SOCKET_CONNECT_PORT, where, 1, 65535, faults);
        VenueSessionConfig venue_session{
            session, value_of(dictionary, "SluiceVenue"), value_of(dictionary, "SluiceAccount")};
        if (venue_session.venue.empty()) faults->push_back({where + " SluiceVenue", "the name of a venue", "nothing"});
        file.venue_sessions.push_back(venue_session);
    }
    return file;
}

FIX::SessionSettings settings_of_venue(const SessionFile &file, const std::string &venue) {
    FIX::SessionSettings settings;
    settings.set(file.settings.get());
    for (const VenueSessionConfig &venue_session : file.venue_sessions) {
        if (venue_session.venue == venue) settings.set(venue_session.session, file.settings.get(venue_session.session));
    }
    return settings;
}

}  // namespace fix_gateway
