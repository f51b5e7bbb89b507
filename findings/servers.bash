# Chat servers of Debian 12, unpacked into a temporary folder and started on a free port of loopback; nothing is
# installed. Sourced by the findings that need one. Accounts alice, bob and cara of acme.test have the password pw.
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/debs" "$work/root"

unpack() {
    (cd "$work/debs" && apt-get -qq -o APT::Sandbox::User="$(id -un)" download "$@")
    for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$work/root"; done
}

start_prosody() {
    unpack prosody=0.12.3-1+deb12u1 lua5.4 lua-expat lua-filesystem lua-sec lua-socket lua-unbound libicu72 \
        libunbound8 libevent-2.1-7
    local libraries lua=$work/root/usr/share/lua/5.4
    libraries=$(dirname "$(find "$work/root" -name 'libicuuc.so.*' | head -1)")
    local accounts='data/acme%2etest/accounts'
    mkdir -p "$work/$accounts"
    for name in alice bob cara; do echo 'return { password = "pw" }' >"$work/$accounts/$name.dat"; done
    cat >"$work/prosody.cfg.lua" <<CONFIG
data_path = "$work/data"; run_as_root = true; interfaces = { "127.0.0.1" }; c2s_ports = { $port }
c2s_direct_tls_ports = {}; modules_disabled = { "s2s", "tls" }
modules_enabled = { "roster"; "saslauth"; "disco"; "mam"; "offline"; "blocklist" }
storage = "internal"; authentication = "internal_plain"; c2s_require_encryption = false
allow_unencrypted_plain_auth = true; log = { error = "*console" }
VirtualHost "acme.test"
CONFIG
    LD_LIBRARY_PATH=$libraries LUA_PATH="$lua/?.lua;$lua/?/init.lua;;" LUA_CPATH="$libraries/lua/5.4/?.so;;" \
        PROSODY_SRCDIR=$work/root/usr/lib/prosody PROSODY_PLUGINDIR=$work/root/usr/lib/prosody/modules \
        "$work/root/usr/bin/lua5.4" "$work/root/usr/bin/prosody" -F --config "$work/prosody.cfg.lua" \
        >"$work/server.log" 2>&1 &
    server=$!
    echo "prosody $(dpkg-deb -f "$work"/debs/prosody_*.deb Version)"
}

start_ejabberd() {
    unpack ejabberd=23.01-1 erlang-{asn1,base,base64url,crypto,eunit,ftp,goldrush,idna,inets,jiffy,jose,lager,mnesia} \
        erlang-{odbc,os-mon,p1-acme,p1-cache-tab,p1-eimp,p1-mqtree,p1-pkix,p1-stringprep,p1-stun,p1-tls,p1-utils} \
        erlang-{p1-xml,p1-xmpp,p1-yaml,p1-yconf,p1-zlib,public-key,runtime-tools,ssl,syntax-tools,tools} \
        erlang-{unicode-util-compat,xmerl} libexpat1 libyaml-0-2
    cat >"$work/ejabberd.yml" <<CONFIG
loglevel: error
hosts: [acme.test]
listen: [{port: $port, ip: 127.0.0.1, module: ejabberd_c2s, starttls: false, access: all}]
auth_method: internal
auth_password_format: plain
modules: {mod_roster: {}, mod_disco: {}, mod_mam: {default: always}, mod_offline: {}, mod_blocking: {}, mod_privacy: {},
          mod_admin_extra: {}}
CONFIG
    local libraries erlang=$work/root/usr/lib/erlang
    libraries=$(dirname "$(find "$work/root" -name 'libyaml-0.so.*' | head -1)")
    local register='[ejabberd_auth:try_register(U, <<"acme.test">>, <<"pw">>) || U <- [<<"alice">>, <<"bob">>, <<"cara">>]]'
    LD_LIBRARY_PATH=$libraries ERL_LIBS=$libraries ROOTDIR=$erlang BINDIR=$(echo "$erlang"/erts-*/bin) EMU=beam \
        PROGNAME=erl HOME=$work EJABBERD_CONFIG_PATH=$work/ejabberd.yml EJABBERD_LOG_PATH=$work/ejabberd.log \
        EJABBERD_PID_PATH=$work/ejabberd.pid \
        "$erlang"/erts-*/bin/erlexec -noinput -mnesia dir "\"$work/db\"" -s ejabberd -eval "$register" \
        >"$work/server.log" 2>&1 &
    server=$!
    echo "ejabberd $(dpkg-deb -f "$work"/debs/ejabberd_*.deb Version)"
}
