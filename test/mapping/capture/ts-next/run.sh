# In a copy of projects/ts-next, after npm install. Writes the captures of ts-next and of ts-next-dev.
#
# Kept of each build is what the server runs (.next/server/app/**/route.js, page.js and maps). Next writes its folder into them, plain, URL-encoded and in
# base64, and a minified file's columns would move with it: it was replaced by one of the same length (/home/dev/storefront).
capture=${1:?the folder of capture.sh}
export PORT=13001 WAIT=3 NEXT_TELEMETRY_DISABLED=1
run() { name=$1; shift; "$capture/capture.sh" "out/$name" /home/dev/storefront "$capture/ts-next/requests.sh" "$@"; }
npx next build
run ts-next node node_modules/next/dist/bin/next start
cp -r .next out/ts-next/
run ts-next-dev node node_modules/next/dist/bin/next dev
cp -r .next out/ts-next-dev/
