#!/bin/sh
# Installs cph: ./install.sh [--uninstall]
#
# PREFIX says where: /usr/local when absent. DESTDIR goes in front of it, for those who make packages. What was installed is
# listed, so that `PREFIX/share/cph/install.sh --uninstall` takes all of it away again and nothing else.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=${DESTDIR:-}${PREFIX:-/usr/local}
if [ ! -d "$here/bin" ]; then target=$(CDPATH='' cd -- "$here/../.." && pwd); fi # installed, in share/cph
kept=share/cph

usage() {
    sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

uninstall() {
    if [ ! -f "$target/$kept/files" ]; then
        echo "install.sh: cph is not installed in $target by this script" >&2
        exit 1
    fi
    files=$(cat "$target/$kept/files")
    folders=$(sort -r "$target/$kept/folders")
    echo "$files" | while IFS= read -r file; do rm -f -- "$target/$file"; done
    rm -f -- "$target/$kept/folders"
    echo "$folders" | while IFS= read -r folder; do
        # Somebody else may have put something there.
        if [ -n "$folder" ]; then rmdir -- "$target/$folder" 2>/dev/null || true; fi
    done
    echo "install.sh: cph is removed from $target"
}

# Makes a folder below the target and notes those that were not there.
make_folder() {
    if [ -d "$target/$1" ]; then return; fi
    make_folder "$(dirname -- "$1")"
    mkdir -- "$target/$1"
    made="$made$1
"
}

install_files() {
    if ! version=$("$here/bin/cph" --version); then
        echo "install.sh: this cph does not run here; it is for glibc 2.34 or newer on @MACHINE@" >&2
        exit 1
    fi
    if [ -f "$target/$kept/files" ]; then uninstall >/dev/null; fi # an earlier version
    mkdir -p -- "$target"
    made=
    while IFS= read -r file; do
        make_folder "$(dirname -- "$file")"
        from=$here/$file
        if [ "${file#"$kept/"}" != "$file" ]; then from=$here/${file##*/}; fi
        cp -- "$from" "$target/$file.new"
        mv -- "$target/$file.new" "$target/$file"
    done <"$here/files"
    printf '%s' "$made" >"$target/$kept/folders"
    echo "install.sh: cph $version is installed in $target"
    "$here/bin/cph" --version --verbose | sed -n 's/^\([^ ]*\) *not found: /install.sh: \1 is not found: /p'
}

case ${1:-} in
    "") install_files ;;
    --uninstall) uninstall ;;
    *) usage ;;
esac
