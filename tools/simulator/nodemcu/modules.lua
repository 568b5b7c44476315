-- NodeMCU's modules as firmware/platforms/nodemcu/nodemcu.d.ts names them, written from docs/modules/*.md and the sources of
-- its branches, over a few functions of a host: a simulator in Node (vm.ts) or Debian's own Lua (debian.lua).
-- CHIP is 'esp32' or 'esp8266'; what the other one has is not there.
local ESP32 = CHIP == 'esp32'
local handlers = {}

-- What the host calls. An error that nobody caught restarts the chip (node.setonerror's default).
function host_event(name, ...)
  local handler = handlers[name]
  if handler == nil then return end
  local ok, wrong = pcall(handler, ...)
  if not ok then host.panic(tostring(wrong)) end
end

function print(...)
  local parts = {}
  for i = 1, select('#', ...) do parts[i] = tostring((select(i, ...))) end
  host.print(table.concat(parts, '\t'))
end

local function integer(value, what)
  if math.type(value) ~= 'integer' then error(what .. ' is no integer: ' .. tostring(value), 3) end
  return value
end

-- tmr ---------------------------------------------------------------------------------------------------------------
local MOST_MS = 6870947
local timers, timer_ids = {}, 0
local function arm(timer)
  timer_ids = timer_ids + 1
  timer.id = timer_ids
  timers[timer.id] = timer
  host.after(timer.id, timer.ms)
end
local timer_methods = {}
function timer_methods:alarm(ms, mode, run)
  if integer(ms, 'interval') < 1 or ms > MOST_MS then error('invalid range', 2) end
  self:unregister()
  self.ms, self.auto, self.run = ms, mode == tmr.ALARM_AUTO, run
  arm(self)
  return true
end
function timer_methods:unregister()
  if self.id ~= nil then
    timers[self.id] = nil
    host.cancel(self.id)
    self.id = nil
  end
end
function handlers.timer(id)
  local timer = timers[id]
  if timer == nil then return end
  timers[id] = nil
  timer.id = nil
  if timer.auto then arm(timer) end
  timer.run(timer)
end
tmr = { ALARM_SINGLE = 0, ALARM_AUTO = 1 }
function tmr.create() return setmetatable({}, { __index = timer_methods }) end
if not ESP32 then
  function tmr.now() return host.microseconds() end
  function tmr.softwd() end
end

-- node --------------------------------------------------------------------------------------------------------------
node = {}
function node.heap() return host.heap() end
function node.restart() host.restart() end
if ESP32 then function node.uptime() return host.microseconds() + 2147483648.0, 0 end end

-- gpio --------------------------------------------------------------------------------------------------------------
local watched = {}
function handlers.gpio(pin, level)
  local handler = watched[pin]
  if handler ~= nil then handler(level) end
end
if ESP32 then
  gpio = { IN = 1, OUT = 2, PULL_UP = 1, INTR_UP_DOWN = 3 }
  function gpio.config(settings)
    local pin = integer(settings.gpio, 'gpio')
    if pin < 0 or pin > 39 or (settings.dir == gpio.OUT and pin >= 34) then error('no such output: ' .. pin, 2) end
  end
  function gpio.read(pin) return host.gpio_read(pin) end
  function gpio.write(pin, level) host.gpio_write(integer(pin, 'pin'), integer(level, 'level')) end
  function gpio.trig(pin, _type, run) watched[pin] = function(level) run(pin, level) end end
else
  local PINS = { [0] = 16, 5, 4, 0, 2, 14, 12, 13, 15, 3, 1, 9, 10 }
  local function pin_of(index)
    return PINS[integer(index, 'pin')] or error('no such pin: ' .. index, 3)
  end
  gpio = { OUTPUT = 1, INPUT = 0, INT = 2, PULLUP = 1 }
  function gpio.mode(index) pin_of(index) end
  function gpio.read(index) return host.gpio_read(pin_of(index)) end
  function gpio.write(index, level) host.gpio_write(pin_of(index), integer(level, 'level')) end
  function gpio.trig(index, _type, run) watched[pin_of(index)] = function(level) run(level, host.microseconds()) end end
end

-- spi ---------------------------------------------------------------------------------------------------------------
if ESP32 then
  spi = { HSPI = 1 }
  local device = {}
  function device:transfer(what)
    local bytes = type(what) == 'table' and what.txdata or what
    if #bytes > 4092 then error('transfer failed', 2) end
    host.spi(bytes)
    return type(what) == 'table' and '' or bytes
  end
  function spi.master(_bus, pins)
    integer(pins.sclk, 'sclk')
    integer(pins.mosi, 'mosi')
    return {
      device = function(_self, settings)
        integer(settings.freq, 'freq')
        if settings.mode ~= 0 then error('a panel wants SPI mode 0') end
        return setmetatable({}, { __index = device })
      end,
    }
  end
else
  spi = { MASTER = 0, CPOL_LOW = 0, CPHA_LOW = 0 }
  function spi.setup(_id, _mode, _cpol, _cpha, bits, divider)
    if bits ~= 8 or integer(divider, 'divider') < 1 then error('out of range', 2) end
    return 1
  end
  function spi.send(_id, bytes)
    host.spi(bytes)
    return #bytes
  end
end

-- uart --------------------------------------------------------------------------------------------------------------
uart = { PARITY_NONE = 0, STOPBITS_1 = 1 }
local listeners = {}
function handlers.uart(port, bytes)
  local listener = listeners[port]
  if listener ~= nil then listener(bytes) end
end
function uart.setup(_id, baud) return baud end
function uart.write(id, bytes) host.uart_write(id, bytes) end
if ESP32 then
  function uart.start() return true end
  function uart.on(id, _event, _count, run) listeners[id] = run end
else
  function uart.on(_event, _count, run) listeners[0] = run end
end

-- i2s ---------------------------------------------------------------------------------------------------------------
if ESP32 then
  i2s = { MODE_MASTER = 1, MODE_TX = 4, CHANNEL_RIGHT_LEFT = 0, FORMAT_I2S_STAND = 1 }
  local request
  function handlers.i2s() if request ~= nil then request(0, 'tx') end end
  function i2s.start(_id, settings, run)
    if request ~= nil then error('i2s can not start', 2) end
    if settings.bits ~= 16 or settings.channel ~= i2s.CHANNEL_RIGHT_LEFT then error('16 bits, two channels', 2) end
    if settings.buffer_count < 2 or settings.buffer_count > 128 or settings.buffer_len < 8 or settings.buffer_len > 1024 then
      error('out of range', 2)
    end
    request = run
    host.i2s_start(integer(settings.rate, 'rate'), settings.buffer_count * settings.buffer_len)
  end
  function i2s.write(_id, bytes) host.i2s_write(bytes) end
  function i2s.stop()
    request = nil
    host.i2s_stop()
  end
end

-- files -------------------------------------------------------------------------------------------------------------
local file_methods = {}
function file_methods:read(count)
  local bytes = host.file_read(self.name, self.at, count)
  self.at = self.at + #bytes
  if #bytes > 0 then return bytes end
end
function file_methods:write(bytes)
  if not self.writes then return nil end
  host.file_write(self.name, self.at, bytes)
  self.at = self.at + #bytes
  return self
end
function file_methods:seek(from, offset)
  self.at = (from == 'end' and host.file_size(self.name) or from == 'cur' and self.at or 0) + offset
  return self.at
end
function file_methods:close() self.writes = false end
local function open_file(name, mode)
  local there = host.file_size(name) >= 0
  if mode == 'w' then host.file_clear(name)
  elseif not there then return nil end
  return setmetatable({ name = name, at = 0, writes = mode ~= 'r' }, { __index = file_methods })
end
file = {}
function file.exists(name) return host.file_size(name) >= 0 end
function file.remove(name) host.file_remove(name) end
if ESP32 then io = { open = open_file } else io, file.open = nil, open_file end
function loadfile(name)
  local size = host.file_size(name)
  if size < 0 then return nil, 'cannot open ' .. name end
  return load(host.file_read(name, 0, size), '@' .. name)
end
function node.compile(name)
  if name:sub(-4) ~= '.lua' then error('not a .lua file', 2) end
  local chunk, wrong = loadfile(name)
  if chunk == nil then error(wrong, 2) end
  local compiled = name:sub(1, -4) .. 'lc'
  host.file_clear(compiled)
  host.file_write(compiled, 0, string.dump(chunk, true))
end

-- crypto ------------------------------------------------------------------------------------------------------------
crypto = {}
function crypto.new_hash(algorithm)
  if algorithm:upper() ~= 'SHA256' then error('unknown hash algo: ' .. algorithm, 2) end
  local parts = {}
  return {
    update = function(_self, bytes) parts[#parts + 1] = bytes end,
    finalize = function() return host.sha256(table.concat(parts)) end,
  }
end

-- sockets: mqtt.lua is on top ---------------------------------------------------------------------------------------
function handlers.tcp_connected(socket) mqtt_connected(socket) end
function handlers.tcp_bytes(socket, bytes) mqtt_bytes(socket, bytes) end
function handlers.tcp_closed(socket) mqtt_closed(socket) end

-- wifi --------------------------------------------------------------------------------------------------------------
local station = {}
function handlers.wifi(event)
  local handler = station[event]
  if handler ~= nil then handler() end
end
wifi = { STATION = 1, sta = {} }
function wifi.sta.connect() host.wifi_join() end
function wifi.sta.disconnect() host.wifi_leave() end
function wifi.sta.config(settings) if #settings.ssid > 32 then error('length of ssid', 2) end end
if ESP32 then
  function wifi.mode() end
  function wifi.start() end
  function wifi.sta.on(event, run) station[event] = run end
else
  function wifi.setmode() end
  function wifi.sta.getrssi() return -61 end
  wifi.eventmon = { STA_GOT_IP = 3, STA_DISCONNECTED = 1 }
  function wifi.eventmon.register(event, run)
    station[event == wifi.eventmon.STA_GOT_IP and 'got_ip' or 'disconnected'] = run
  end
end

-- sjson -------------------------------------------------------------------------------------------------------------
sjson = {}
function sjson.decode(text)
  local at = 1
  local value
  local function skip() at = text:find('[^ \t\r\n]', at) or #text + 1 end
  local function take(wanted)
    skip()
    if text:sub(at, at) ~= wanted then error('invalid character at ' .. at, 0) end
    at = at + 1
  end
  local function peek()
    skip()
    return text:sub(at, at)
  end
  local function string_value()
    take('"')
    local parts = {}
    while true do
      local plain, stop = text:match('^([^"\\]*)(["\\])', at)
      if plain == nil then error('incomplete string', 0) end
      parts[#parts + 1] = plain
      at = at + #plain + 1
      if stop == '"' then return table.concat(parts) end
      local escape = text:sub(at, at)
      at = at + 1
      if escape == 'u' then
        parts[#parts + 1] = utf8.char(tonumber(text:sub(at, at + 3), 16))
        at = at + 4
      else
        parts[#parts + 1] = ({ n = '\n', t = '\t', r = '\r', b = '\b', f = '\f' })[escape] or escape
      end
    end
  end
  function value()
    local first = peek()
    if first == '"' then return string_value() end
    if first == '{' or first == '[' then
      at = at + 1
      local found, close = {}, first == '{' and '}' or ']'
      if peek() == close then at = at + 1 return found end
      repeat
        if first == '{' then
          local key = (skip() or true) and string_value()
          take(':')
          found[key] = value()
        else
          found[#found + 1] = value()
        end
        local more = peek()
        at = at + 1
        if more ~= ',' and more ~= close then error('invalid character at ' .. at, 0) end
      until more == close
      return found
    end
    local word = text:match('^[%w%+%-%.]+', at) or error('invalid character at ' .. at, 0)
    at = at + #word
    if word == 'true' then return true elseif word == 'false' then return false elseif word == 'null' then return nil end
    return math.tointeger(tonumber(word)) or tonumber(word) or error('invalid word ' .. word, 0)
  end
  local found = value()
  skip()
  if at <= #text then error('rubbish behind the value', 0) end
  return found
end
