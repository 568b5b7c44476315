-- The host of modules.lua on Debian's own Lua 5.3 with lua-socket, and lua-sec for TLS: a box as a process, with real
-- time, real sockets and files in a folder.
--   lua5.3 tools/simulator/nodemcu/debian.lua <folder with the box's files> <esp32 or esp8266> [how much faster it plays]
-- The console is the standard output. What goes to pins, SPI and I2S is recorded beside the files: in panel.log one record
-- a change (milliseconds in 4 bytes, low byte first, GPIO number or 255 for SPI in one, a string with 4 bytes of length), in i2s.raw the
-- samples as the amplifier gets them. A restart ends the process; whoever started it starts it again.
local socket = require('socket')
local open, console = io.open, io.stdout
local here = arg[0]:match('^(.*/)') or ''
local FOLDER = arg[1]
CHIP = arg[2]
local PLAYS_FASTER = tonumber(arg[3] or 1)
local SPI, RESTARTED, PANIC, HEAP_BYTES = 255, 0, 1, 120000
local IDLE_SECONDS = 60
local READ_BYTES = 4096
local HANDSHAKE_SECONDS = 5

local born = socket.gettime()
local function milliseconds() return math.floor((socket.gettime() - born) * 1000) end
local function file_at(name, mode) return open(FOLDER .. '/' .. name, mode) end
local panel, sound = assert(file_at('panel.log', 'ab')), assert(file_at('i2s.raw', 'ab'))
panel:setvbuf('full')
console:setvbuf('line')

-- SHA-256 (FIPS 180-4) ------------------------------------------------------------------------------------------------
local function root_bits(number, power)
  -- The first 32 bits of the fraction of a root.
  local whole = number ^ power
  return math.floor((whole - math.floor(whole)) * 4294967296)
end
local START, ROUND = {}, {}
local candidate = 2
while #ROUND < 64 do
  local prime = true
  for divisor = 2, math.floor(candidate ^ 0.5) do prime = prime and candidate % divisor ~= 0 end
  if prime then
    if #START < 8 then START[#START + 1] = root_bits(candidate, 1 / 2) end
    ROUND[#ROUND + 1] = root_bits(candidate, 1 / 3)
  end
  candidate = candidate + 1
end
local function turned(value, bits) return (value >> bits | value << 32 - bits) & 0xffffffff end
local function sha256(bytes)
  local padded = bytes .. '\x80' .. ('\0'):rep((55 - #bytes) % 64) .. string.pack('>I8', #bytes * 8)
  local sum = { table.unpack(START) }
  for at = 1, #padded, 64 do
    local w = { string.unpack('>I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4', padded, at) }
    for i = 17, 64 do
      local x, y = w[i - 15], w[i - 2]
      local low, high = turned(x, 7) ~ turned(x, 18) ~ x >> 3, turned(y, 17) ~ turned(y, 19) ~ y >> 10
      w[i] = w[i - 16] + low + w[i - 7] + high & 0xffffffff
    end
    local a, b, c, d, e, f, g, h = table.unpack(sum)
    for i = 1, 64 do
      local chosen = e & f ~ ~e & g
      local first = h + (turned(e, 6) ~ turned(e, 11) ~ turned(e, 25)) + (chosen & 0xffffffff) + ROUND[i] + w[i]
      local second = (turned(a, 2) ~ turned(a, 13) ~ turned(a, 22)) + (a & b ~ a & c ~ b & c)
      h, g, f, e, d, c, b, a = g, f, e, d + first & 0xffffffff, c, b, a, first + second & 0xffffffff
    end
    for i, value in ipairs({ a, b, c, d, e, f, g, h }) do sum[i] = sum[i] + value & 0xffffffff end
  end
  return string.pack('>I4I4I4I4I4I4I4I4', table.unpack(sum))
end

-- What happens later --------------------------------------------------------------------------------------------------
local due = {}
-- One wait under each name; `key` is a timer's number or a word.
local function later(key, ms, run)
  due[key] = { at = socket.gettime() + ms / 1000, run = run }
end
local function run_due()
  local now, ripe = socket.gettime(), {}
  for key, wait in pairs(due) do
    if wait.at <= now then ripe[#ripe + 1] = { key = key, wait = wait } end
  end
  table.sort(ripe, function(one, other) return one.wait.at < other.wait.at end)
  for _, one in ipairs(ripe) do
    if due[one.key] == one.wait then
      due[one.key] = nil
      one.wait.run()
    end
  end
end
local function next_seconds()
  local soonest = socket.gettime() + IDLE_SECONDS
  for _, wait in pairs(due) do soonest = math.min(soonest, wait.at) end
  return math.max(0, soonest - socket.gettime())
end

-- Sockets -------------------------------------------------------------------------------------------------------------
local sockets, last_socket = {}, 0
local function hang_up(id)
  local line = sockets[id]
  if line == nil then return end
  sockets[id] = nil
  line.tcp:close()
end
local function lost(id)
  hang_up(id)
  host_event('tcp_closed', id)
end
-- What does not fit now goes later; of a line that broke, reading tells.
local function send_out(line)
  if line.out == '' then return end
  local sent, _, part = line.tcp:send(line.out)
  line.out = line.out:sub((sent or part) + 1)
end
-- LuaSec checks the chain; the name is compared here, as esp-tls does it.
local function vouched_for(certificate, name)
  local names = certificate:extensions()['2.5.29.17'] or {}
  for _, kind in ipairs({ 'dNSName', 'iPAddress' }) do
    for _, known in ipairs(names[kind] or {}) do
      if known == name then return true end
    end
  end
  return false
end
local function secured(line)
  local path = os.tmpname()
  local made = assert(open(path, 'w'))
  made:write(line.ca)
  made:close()
  local tls = assert(require('ssl').wrap(line.tcp, {
    mode = 'client',
    protocol = 'any',
    options = { 'all', 'no_sslv3', 'no_tlsv1', 'no_tlsv1_1' },
    verify = 'peer',
    cafile = path,
  }))
  os.remove(path)
  line.tcp = tls
  tls:settimeout(HANDSHAKE_SECONDS)
  local good = tls:dohandshake() and vouched_for(tls:getpeercertificate(), line.to)
  tls:settimeout(0)
  return good
end
local function write_out(id, line)
  if not line.connected then
    if line.tcp:getpeername() == nil then return lost(id) end
    if line.ca ~= nil and not secured(line) then return lost(id) end
    line.connected = true
    host_event('tcp_connected', id)
  end
  send_out(line)
end
local function read_in(id, line)
  local bytes, wrong, part = line.tcp:receive(READ_BYTES)
  bytes = bytes or part
  if bytes ~= '' then host_event('tcp_bytes', id, bytes) end
  if wrong == 'closed' and sockets[id] == line then lost(id) end
end
local function serve_sockets()
  local readers, writers, ids = {}, {}, {}
  for id, line in pairs(sockets) do
    ids[line.tcp] = id
    if line.connected then readers[#readers + 1] = line.tcp end
    if not line.connected or line.out ~= '' then writers[#writers + 1] = line.tcp end
  end
  if #readers + #writers == 0 then return socket.sleep(math.min(next_seconds(), 0.1)) end
  local readable, writable = socket.select(readers, writers, next_seconds())
  for _, tcp in ipairs(writable) do
    local line = sockets[ids[tcp]]
    if line ~= nil and line.tcp == tcp then write_out(ids[tcp], line) end
  end
  for _, tcp in ipairs(readable) do
    local line = sockets[ids[tcp]]
    if line ~= nil and line.tcp == tcp then read_in(ids[tcp], line) end
  end
end

-- What modules.lua wants ----------------------------------------------------------------------------------------------
host = {}
function host.print(line) console:write(line, '\n') end
local function stop(code)
  panel:close()
  sound:close()
  os.exit(code, true)
end
function host.panic(wrong)
  host.print('Uncaught ' .. wrong)
  stop(PANIC)
end
function host.restart() stop(RESTARTED) end
function host.heap() return HEAP_BYTES end
function host.microseconds() return math.floor((socket.gettime() - born) * 1000000) & 0x7fffffff end
host.sha256 = sha256

function host.after(id, ms) later(id, ms, function() host_event('timer', id) end) end
function host.cancel(id) due[id] = nil end

function host.file_size(name)
  local found = file_at(name, 'rb')
  if found == nil then return -1 end
  local size = found:seek('end')
  found:close()
  return size
end
function host.file_read(name, at, count)
  local found = file_at(name, 'rb')
  if found == nil then return '' end
  found:seek('set', at)
  local bytes = found:read(count) or ''
  found:close()
  return bytes
end
function host.file_remove(name) os.remove(FOLDER .. '/' .. name) end
function host.file_clear(name) assert(file_at(name, 'wb')):close() end
function host.file_write(name, at, bytes)
  local found = assert(file_at(name, 'r+b'))
  found:seek('set', at)
  found:write(bytes)
  found:close()
end

local function record(where, bytes) panel:write(string.pack('<I4Bs4', milliseconds(), where, bytes)) end
-- Open inputs read high, as a BUSY line that nobody drives does.
function host.gpio_read() return 1 end
function host.gpio_write(gpio, level) record(gpio, string.char(level)) end
function host.spi(bytes) record(SPI, bytes) end
function host.uart_write() end

-- The amplifier's clock: the module's task asks again when the DMA buffers have taken all that was written.
local FRAME_BYTES = 4
local rate_hz, dma_frames, empty_at = 0, 0, 0
local function ask_when_taken()
  local taken_at = empty_at - dma_frames / rate_hz / PLAYS_FASTER
  later('i2s', math.max(0, taken_at - socket.gettime()) * 1000, function() host_event('i2s') end)
end
function host.i2s_start(rate, frames)
  rate_hz, dma_frames, empty_at = rate, frames, socket.gettime()
  ask_when_taken()
end
function host.i2s_write(bytes)
  sound:write(bytes)
  empty_at = math.max(empty_at, socket.gettime()) + #bytes / FRAME_BYTES / rate_hz / PLAYS_FASTER
  ask_when_taken()
end
function host.i2s_stop() due['i2s'] = nil end

function host.tcp_open(to, port, ca)
  last_socket = last_socket + 1
  local tcp = socket.tcp()
  tcp:settimeout(0)
  tcp:setoption('tcp-nodelay', true)
  sockets[last_socket] = { tcp = tcp, connected = false, out = '', to = to, ca = ca }
  tcp:connect(to, port)
  return last_socket
end
function host.tcp_write(id, bytes)
  local line = sockets[id]
  if line == nil then return end
  line.out = line.out .. bytes
  if line.connected then send_out(line) end
end
host.tcp_close = hang_up

-- The machine's own network is up.
function host.wifi_join() later('wifi', 0, function() host_event('wifi', 'got_ip') end) end
function host.wifi_leave() due['wifi'] = nil end

dofile(here .. 'modules.lua')
dofile(here .. 'mqtt.lua')
assert(loadfile('init.lua'))()
while true do
  run_due()
  serve_sockets()
  panel:flush()
  sound:flush()
end
