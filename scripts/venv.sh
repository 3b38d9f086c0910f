# shellcheck shell=sh
# Sourced by run, which sets root, state and python.

# A bare Debian has python3 without ensurepip: pip then comes out of its own package, unpacked.
find_pip() {
  if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$state/venv/bin/python" -m ensurepip -q >/dev/null 2>&1 && return
  fi
  if ! ls "$state"/pip/usr/share/python-wheels/pip-*.whl >/dev/null 2>&1; then
    apt="apt-get -qq -o Dir::State::lists=$state/apt/lists -o Dir::Cache=$state/apt/cache"
    apt="$apt -o Debug::NoLocking=1 -o APT::Sandbox::User=$(id -un)"
    mkdir -p "$state/apt/lists/partial" "$state/apt/cache/archives/partial" "$state/pip"
    may_use_apt || return 1
    $apt update 2>"$state/apt.log" && (cd "$state/pip" && $apt download python3-pip-whl) || return 1
    dpkg -x "$state"/pip/python3-pip-whl_*.deb "$state/pip" || return 1
  fi
  PYTHONPATH=$(ls "$state"/pip/usr/share/python-wheels/pip-*.whl | head -n 1)
  export PYTHONPATH
}

may_use_apt() {
  case " ${STACK_ARGS:-} " in *' --yes '*) return 0 ;; esac
  [ "${CI:-}" = true ] && return 0
  if [ ! -t 0 ]; then
    echo "pip is missing: let apt fetch it with --yes (or CI=true), or apt-get install python3-venv" >&2
    return 1
  fi
  printf 'pip is missing. Fetch it with apt into .stack, without installing it? [Y/n] ' >&2
  read -r answer
  case $answer in [nN]*) return 1 ;; esac
}

# uv is ten times faster, pip knows every proxy and index setting: the first that works.
make_venv() {
  rm -rf "$state/venv"
  "$python" -m venv --without-pip "$state/venv" || return 1
  (
    find_pip || exit 1
    pip="$state/venv/bin/python -m pip --disable-pip-version-check -q"
    grep -A 100 '^uv==' "$root/requirements.lock" |
      awk 'NR > 1 && /^[a-z]/ { exit } { print }' > "$state/uv.lock"
    $pip install --no-deps --require-hashes -r "$state/uv.lock" || exit 1
    # Both names of the option: trust whom the system trusts.
    UV_NATIVE_TLS=1 UV_SYSTEM_CERTS=1 "$state/venv/bin/uv" pip install -q --python "$state/venv/bin/python" --link-mode=copy \
      --require-hashes -r "$root/requirements.lock" 2>"$state/uv.log" ||
      $pip install --require-hashes -r "$root/requirements.lock"
  )
}
