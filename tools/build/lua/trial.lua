-- A box's program on trial in any Lua 5.3: it starts, is welcomed, shows a QR, is paid and speaks, over the simulator's
-- modules with nothing behind them. trial.ts gives FILES (the flash), MODULES (modules.lua), SETTINGS, HASH (SHA-256),
-- TOPIC, STEPS ({ name, sealed message or nil, milliseconds }) and LOOKS: whether memory is watched, which costs work.
-- Out come `sent` and `step` lines, between tabs: name, instructions, most memory, memory at the end, parts loaded.
host = {}
local now_us, due, busy = 0, {}, 'start'
local base, most, loads, steps = 0, {}, {}, {}

-- Without what lies on flash.
local function kilobytes()
  collectgarbage()
  collectgarbage()
  local flash = 0
  for _, bytes in pairs(FILES) do flash = flash + #bytes end
  return collectgarbage('count') - flash / 1024
end
local function look()
  if not LOOKS then return end
  local used = kilobytes() - base
  if used > (most[busy] or 0) then most[busy] = used end
end

local out = print
function host.print() end
function host.panic(wrong) error(wrong, 0) end
function host.restart() error('restart', 0) end
function host.heap() return 100000 end
function host.microseconds() return now_us & 0x7fffffff end
function host.after(id, ms) due[id] = now_us + ms * 1000 end
function host.cancel(id) due[id] = nil end
function host.sha256(bytes) return HASH(bytes) end
function host.file_size(name) return FILES[name] and #FILES[name] or -1 end
-- Memory is looked at whenever the program asks something of the chip: NodeMCU's machine has no other way.
function host.file_read(name, at, bytes)
  look()
  return FILES[name]:sub(at + 1, at + bytes)
end
function host.file_clear(name) FILES[name] = '' end
function host.file_remove(name) FILES[name] = nil end
function host.file_write(name, at, bytes)
  look()
  local there = FILES[name]
  FILES[name] = there:sub(1, at) .. bytes .. there:sub(at + #bytes + 1)
end
function host.gpio_read() return 1 end
function host.gpio_write() end
function host.spi() look() end
function host.uart_write() end
local playing = false
function host.i2s_start() playing = true end
function host.i2s_write() look() end
function host.i2s_stop() playing = false end
function host.wifi_join() due.wifi = now_us end
function host.wifi_leave() due.wifi = nil end
CHIP = 'esp32'
assert(load(MODULES, '=modules'))()

-- A broker that takes everything.
local client
mqtt = {}
function mqtt.Client()
  local handlers = {}
  client = {
    lwt = function() end,
    on = function(_, event, run) handlers[event] = run end,
    connect = function(_, _, _, _, ok) due.mqtt = now_us client.ok = ok return true end,
    subscribe = function(_, _, _, done) due.mqtt = now_us client.ok = done return true end,
    publish = function(_, topic, payload, _, _, done) due.taken = now_us client.taken = done out('sent\t' .. payload:gsub('.', function(c) return ('%02x'):format(c:byte()) end)) return true end,
    close = function() end,
    tell = function(topic, payload) handlers.message(client, topic, payload) end,
  }
  return client
end

-- Parts are read as often as they are needed after a collection: whoever looks at memory makes them be read more often.
local load_file = loadfile
function loadfile(name)
  local chunk, wrong = load_file(name)
  if chunk ~= nil and not LOOKS then loads[busy] = (loads[busy] or '') .. ' ' .. name end
  return chunk, wrong
end

local function work(run, ...)
  if not debug then return run(...) end
  debug.sethook(function() steps[busy] = (steps[busy] or 0) + 100 end, '', 100)
  run(...)
  debug.sethook()
end
-- Lets so much time go by, and everything happen that falls into it.
local function pass(ms)
  local until_us = now_us + ms * 1000
  while true do
    local next_id
    for id, at in pairs(due) do
      if at <= until_us and (next_id == nil or at < due[next_id]) then next_id = id end
    end
    if playing then work(host_event, 'i2s') now_us = now_us + 128000
    elseif next_id == nil then break
    else
      if due[next_id] > now_us then now_us = due[next_id] end
      due[next_id] = nil
      if next_id == 'wifi' then host_event('wifi', 'got_ip')
      elseif next_id == 'mqtt' then work(client.ok)
      elseif next_id == 'taken' then work(client.taken)
      else work(host_event, 'timer', next_id) end
    end
  end
  if now_us < until_us then now_us = until_us end
end
local function report()
  out(('step\t%s\t%d\t%.1f\t%.1f\t%s'):format(busy, steps[busy] or 0, most[busy] or 0, kilobytes() - base, loads[busy] or ''))
end

FILES['ghanti.json'] = SETTINGS
base = kilobytes()
assert(loadfile('init.lua'))()
pass(3000)
report()
for _, step in ipairs(STEPS) do
  busy = step[1]
  if step[2] then work(client.tell, TOPIC, step[2]) end
  pass(step[3])
  report()
end
