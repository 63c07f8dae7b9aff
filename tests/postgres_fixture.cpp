#include "postgres_fixture.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace neove::tests {

namespace {

const std::filesystem::path kBinaries = "/usr/lib/postgresql/15/bin";

/// PostgreSQL refuses to run as root.
const passwd* server_user() {
    return geteuid() == 0 ? getpwnam("postgres") : getpwuid(geteuid());
}

/// Runs a program as the server's user, its words going to `log`. It dies with us.
pid_t spawn(const std::vector<std::string>& command, const std::filesystem::path& log) {
    const passwd* user = server_user();
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0) return child;
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    if (geteuid() == 0 &&
        (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) {
        _exit(126);
    }
    prctl(
        PR_SET_PDEATHSIG, SIGQUIT
    );  // after setuid, which forgets it; SIGQUIT is the server's immediate end
    if (getppid() != parent || chdir("/") != 0) _exit(126);
    execv(arguments.front(), arguments.data());
    _exit(127);
}

bool run(const std::vector<std::string>& command, const std::filesystem::path& log) {
    int status = 0;
    const pid_t child = spawn(command, log);
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A directory that belongs to the server's user.
bool make_directory(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    const passwd* user = server_user();
    return !error && chmod(path.c_str(), 0700) == 0 && chown(path.c_str(), user->pw_uid, user->pw_gid) == 0;
}

}  // namespace

PostgresServer::PostgresServer(bool durable) : durable_(durable) {
    if (!std::filesystem::exists(kBinaries / "postgres") || server_user() == nullptr) return;
    if (prepare()) start();
}

bool PostgresServer::prepare() {
    const std::string name = "postgres-" + std::to_string(getpid());
    // A socket's path may have 107 characters; a build folder's may be longer.
    socket_ = std::filesystem::temp_directory_path() / ("neove-" + name);
    if (!make_directory(socket_)) return false;
    // The build folder first; /tmp where the server's user cannot reach it.
    for (const std::filesystem::path& place : {std::filesystem::path(NEOVE_SOURCE_DIR) / "build", socket_}) {
        directory_ = place / name;
        const bool is_made = make_directory(directory_) && run({(kBinaries / "initdb").string(),
                                                                "--no-sync",
                                                                "--auth=trust",
                                                                "--username=neove",
                                                                "--encoding=UTF8",
                                                                "--locale=C.UTF-8",
                                                                "--pgdata=" + (directory_ / "data").string()},
                                                               socket_ / "log");
        if (is_made) return true;
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }
    return false;
}

bool PostgresServer::start() {
    std::vector<std::string> command = {
        (kBinaries / "postgres").string(),
        "-D",
        (directory_ / "data").string(),
        "-c",
        "listen_addresses=",
        "-c",
        "unix_socket_directories=" + socket_.string(),
        "-c",
        "max_connections=200",
        "-c",
        "shared_buffers=64MB"};
    if (!durable_) command.insert(command.end(), {"-c", "fsync=off", "-c", "full_page_writes=off"});
    server_ = spawn(command, socket_ / "log");
    for (int patience = 0; patience < 300; ++patience) {
        if (PQping(conninfo("postgres").c_str()) == PQPING_OK) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    kill();
    return false;
}

void PostgresServer::kill() {
    if (server_ <= 0) return;
    ::kill(server_, SIGQUIT);
    waitpid(server_, nullptr, 0);
    server_ = -1;
}

PostgresServer::~PostgresServer() {
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
    std::filesystem::remove_all(socket_, ignored);
}

std::string PostgresServer::conninfo(const std::string& database) const {
    return "host=" + socket_.string() + " user=neove dbname=" + database;
}

namespace {

using Answer = std::unique_ptr<PGresult, void (*)(PGresult*)>;

Answer ask(PGconn& connection, const std::string& text) {
    Answer done(PQexec(&connection, text.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(done.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(PQerrorMessage(&connection));
    return done;
}

/// Databases of cases long over: hundreds of them at 9 MB each filled a disk. The newest stay, for a case
/// that closes a store and opens it again, and so does whatever somebody is connected to.
void drop_old(PGconn& connection, int newest) {
    constexpr int kKept = 16;
    const Answer idle =
        ask(connection,
            "SELECT datname FROM pg_database d WHERE datname ~ '^t[0-9]+$'"
            " AND substr(datname, 2)::int <= " +
                std::to_string(newest - kKept) +
                " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)");
    for (int row = 0; row < PQntuples(idle.get()); ++row)
        ask(connection, std::string("DROP DATABASE ") + PQgetvalue(idle.get(), row, 0));
}

}  // namespace

std::string PostgresServer::new_database() {
    static int number = 0;
    const std::string name = "t" + std::to_string(++number);
    const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(
        PQconnectdb(conninfo("postgres").c_str()), PQfinish
    );
    drop_old(*connection, number);
    ask(*connection, "CREATE DATABASE " + name);
    return conninfo(name);
}

PostgresServer* postgres() {
    static PostgresServer server;
    // Decided once: a test may kill the server and start it again.
    static const bool is_there = [] {
        if (!server.is_running())
            std::puts("skipped: no PostgreSQL 15 in /usr/lib/postgresql/15/bin could be started");
        return server.is_running();
    }();
    return is_there ? &server : nullptr;
}

}  // namespace neove::tests
